import { ArgumentError, checkOptions, detach, type Layer, noGrad, type OpEvent, type Shape, type Tensor, tidy } from "@convoke/core";
import { readAndDispose } from "../maps/host-array.js";
import { runModel, shapeOf } from "../trace/run-model.js";
import { checkOneInput, checkScores, resolveTarget } from "./class-scores.js";

export interface ClassVotesOptions {
  /** The class; default: the one with the highest score. */
  readonly target?: number;
}

export interface ClassVotes {
  readonly target: number;
  /** bias + Σ votes: what the last linear layer gives for the class. */
  readonly score: number;
  readonly bias: number;
  /** votes[f] = weight[target, f] · features[f] */
  readonly votes: Float64Array;
  readonly features: Float64Array;
  /** The shape that the features had before they were flattened: [32, 7, 7] says that feature 50 is channel 1, row 0, column 1. */
  readonly featureShape: Shape;
  /** Positions of the features, the greatest vote first. */
  readonly ranking: readonly number[];
}

/**
 * How each feature votes for a class in the last linear layer, the council that a CNN ends with: vote = weight · feature, and the votes and the bias add up to the score.
 *
 * A softmax behind it does not matter.
 *
 * **Shapes**: input a batch of one.
 *
 * @throws {ArgumentError} when the class scores do not come from a linear layer.
 * @example
 * const { votes, ranking } = await classVotes(model, image);
 * console.log(ranking.slice(0, 5).map((feature) => votes[feature]));
 */
export async function classVotes(model: Layer, input: Tensor, options: ClassVotesOptions = {}): Promise<ClassVotes> {
  checkOptions("classVotes", options, ["target"]);
  checkOneInput("classVotes", input);
  const { tensors, featureShape } = tidy(() => noGrad(() => {
    const shapes = new WeakMap<Tensor, Shape>();
    let last: { event: OpEvent; kept: Tensor[]; featureShape: Shape } | null = null;
    const output = runModel("classVotes", model, input, {
      op: (event) => {
        const { name, inputs } = event;
        if (name === "reshape" && inputs.input!.shape[0] === 1) shapes.set(event.output, shapes.get(inputs.input!) ?? inputs.input!.shape.slice(1));
        if (name === "identity" && shapes.has(inputs.input!)) shapes.set(event.output, shapes.get(inputs.input!)!);
        if (name !== "linear") return;
        const features = inputs.input!;
        const kept = [features, inputs.weight!, event.output, ...(inputs.bias ? [inputs.bias] : [])].map((tensor) => detach(tensor));
        last = { event, kept, featureShape: shapes.get(features) ?? features.shape.slice(1) };
      },
    });
    checkScores("classVotes", output);
    const found = last as { event: OpEvent; kept: Tensor[]; featureShape: Shape } | null;
    if (!found || String(found.event.output.shape) !== String(output.shape)) {
      throw new ArgumentError(`classVotes: the model's scores ${shapeOf(output)} do not come from a linear layer, expected one at its end`);
    }
    return { tensors: found.kept, featureShape: found.featureShape };
  }));
  const [features, weight, scores, bias] = await readAndDispose(tensors);
  const target = resolveTarget("classVotes", options.target, scores!.data);
  const count = features!.data.length;
  const votes = Float64Array.from(features!.data, (feature, at) => feature * weight!.data[target * count + at]!);
  return {
    target,
    score: scores!.data[target]!,
    bias: bias?.data[target] ?? 0,
    votes,
    features: Float64Array.from(features!.data),
    featureShape,
    ranking: [...votes.keys()].toSorted((a, b) => votes[b]! - votes[a]!),
  };
}
