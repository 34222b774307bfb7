import { ArgumentError, type Layer } from "@convoke/core";
import { CnnGap } from "./cnn-gap.js";
import { FashionCnn } from "./fashion-cnn.js";
import { LeNet } from "./lenet.js";
import { PyTorchMLP } from "./pytorch-mlp.js";
import { SlidesCnn } from "./slides-cnn.js";

/** Networks for [N, 1, 28, 28] and ten classes, by the names that files and command lines use. */
const makers = {
  mlp: () => new PyTorchMLP(784, 10),
  cnn: () => new SlidesCnn(),
  "cnn-gap": () => new CnnGap(),
  lenet: () => new LeNet(),
  "fashion-cnn": () => new FashionCnn(),
} satisfies Record<string, () => Layer>;

export type ModelName = keyof typeof makers;

export const modelNames = Object.keys(makers) as readonly ModelName[];

/**
 * A network with random weights, by its name.
 *
 * **Shapes**: it makes [N, 10] of [N, 1, 28, 28].
 *
 * @throws {ArgumentError} `makeModel: there is no model "resnet", expected one of mlp, cnn, cnn-gap, lenet, fashion-cnn`
 * @example
 * makeModel("cnn-gap");
 */
export function makeModel(name: ModelName): Layer {
  if (!Object.hasOwn(makers, name)) throw new ArgumentError(`makeModel: there is no model ${JSON.stringify(name)}, expected one of ${modelNames.join(", ")}`);
  return makers[name]();
}
