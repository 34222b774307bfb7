import { ArgumentError, ShapeError } from "@convoke/core";
import { isHostTensor, type HostTensor } from "../host-tensor.js";
import { defineTransform, type Transform } from "./transform.js";

type Pixels = HostTensor<Float32Array>;

/**
 * Shifts and scales each channel: output[c] = (input[c] − mean[c]) / std[c], each step rounded to float32. torchvision: `Normalize`.
 *
 * **Shapes**: [C, H, W] → [C, H, W]; mean and std have C numbers.
 *
 * @throws {ArgumentError} for a mean or std that is not a list of finite numbers, or a std of 0.
 * @throws {ShapeError} when used, for another number of channels.
 * @example
 * const input = compose([toTensor(), normalize([0.1307], [0.3081])])(digit);
 */
export function normalize(mean: readonly number[], std: readonly number[]): Transform<Pixels, Pixels> {
  if (!isNumbers(mean)) throw new ArgumentError(`normalize: mean is ${JSON.stringify(mean)}, expected a finite number for each channel`);
  if (!isNumbers(std) || std.length !== mean.length || !std.every((value) => value > 0)) {
    throw new ArgumentError(`normalize: std is ${JSON.stringify(std)}, expected ${mean.length} finite numbers greater than 0, as many as mean`);
  }
  const [means, stds] = [Float32Array.from(mean), Float32Array.from(std)];
  return defineTransform(["normalize", [...mean], [...std]], (input) => {
    if (!isHostTensor(input)) throw new ArgumentError("normalize: input is no tensor, expected { shape, data } as toTensor() gives", { hint: "put toTensor() before it" });
    const { shape, data } = input;
    if (shape[0] !== means.length) throw new ShapeError(`normalize: input is [${shape.join(", ")}], expected ${means.length} channels, as many as mean has numbers`);
    const size = data.length / means.length;
    const output = new Float32Array(data.length);
    for (let c = 0, i = 0; c < means.length; c++) {
      for (const end = i + size; i < end; i++) output[i] = Math.fround(data[i]! - means[c]!) / stds[c]!;
    }
    return { shape, data: output };
  });
}

const isNumbers = (values: readonly number[]): boolean => Array.isArray(values) && values.length > 0 && values.every((value) => Number.isFinite(value));
