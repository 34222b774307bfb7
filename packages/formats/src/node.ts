export { loadSafetensors } from "./node/load-safetensors.js";
export { openSafetensors } from "./node/open-safetensors.js";
export { saveSafetensors } from "./node/save-safetensors.js";
export { writeFileAtomically } from "./node/write-file-atomically.js";
