import { conv2d, type Conv2dOptions, grad, mul, observe, sum, square, tensor } from "@convoke/core";
import type { Convolution, Planes, Walk } from "./explained.js";

export interface Example {
  readonly title: string;
  readonly input: readonly (readonly number[])[];
  readonly kernel: readonly (readonly number[])[];
  readonly bias: number;
  readonly stride: number;
  readonly padding: number;
}

/** One plane and one kernel, in float64, with the loss ½ Σ output². */
export async function explainExample({ title, input, kernel, bias, stride, padding }: Example): Promise<Convolution> {
  const dtype = "float64";
  const options: Conv2dOptions = { stride, padding };
  const x = tensor([[input.map((row) => [...row])]], { dtype });                                       // [1, 1, H, W]
  const weight = tensor([[kernel.map((row) => [...row])]], { dtype, requiresGrad: true });             // [1, 1, k, k]
  let walk: Walk | null = null;
  const output = observe(({ name, attributes }) => {
    if (name === "conv2d") walk = attributes as Walk;
  }, () => conv2d(x, weight, tensor([bias], { dtype }), options));
  const [gradOutput, gradWeight] = grad(mul(sum(square(output)), 0.5), [output, weight]);
  const planes = async (of: typeof x): Promise<Planes> => ({ data: await of.data(), shape: [1, of.shape[2]!, of.shape[3]!] });
  return {
    title,
    loss: "L = ½ Σ output², so gradOutput = output",
    input: await planes(x),
    weight: await planes(weight),
    bias,
    walk: walk!,
    output: await planes(output),
    gradOutput: await planes(gradOutput!),
    gradWeight: await planes(gradWeight!),
    roundoff: 2 ** -53,
  };
}

/** The course's first example: a 9 × 9 picture of an X, and a kernel that looks for a stroke that falls to the right. */
const ones = ["1,1", "1,7", "2,2", "2,6", "3,3", "3,5", "4,4", "5,3", "5,5", "6,2", "6,6", "7,1", "7,7"];
export const courseX: readonly (readonly number[])[] = Array.from({ length: 9 }, (_, row) => Array.from({ length: 9 }, (__, column) => (ones.includes(`${row},${column}`) ? 1 : -1)));
export const diagonal: readonly (readonly number[])[] = [[1, -1, -1], [-1, 1, -1], [-1, -1, 1]];
