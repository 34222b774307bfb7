import type { Tensor } from "./tensor/tensor.js";

/** A step of a network: all that core asks of one. Parameters, buffers and inner layers are simply its fields. PyTorch: `nn.Module`. */
export interface Layer {
  forward(input: Tensor): Tensor;
}
