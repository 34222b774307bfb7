export { decodeSafetensors, type Safetensors } from "./safetensors/decode-safetensors.js";
export { encodeSafetensors } from "./safetensors/encode-safetensors.js";
export type { TensorData, TensorDataDict } from "./tensor-data.js";
