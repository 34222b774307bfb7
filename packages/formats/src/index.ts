export { decodeSafetensors, type Safetensors } from "./safetensors/decode-safetensors.js";
export { encodeSafetensors } from "./safetensors/encode-safetensors.js";
export { type ByteSource, type NamedTensorData, type SafetensorsStream, streamSafetensors } from "./safetensors/stream-safetensors.js";
export type { TensorData, TensorDataDict } from "./tensor-data.js";
