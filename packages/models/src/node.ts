export { loadPretrained } from "./node/load-pretrained.js";
