import { Generator } from "@convoke/core";
import type { Conv2dWorkload, Row } from "../workload.js";
import { randomValues } from "./random-values.js";

interface Conv2dShape {
  readonly name: string;
  readonly batch: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly size: number;
}

const shapes: readonly Conv2dShape[] = [
  { name: "slides-1", batch: 64, inChannels: 1, outChannels: 16, size: 28 },
  { name: "slides-2", batch: 64, inChannels: 16, outChannels: 32, size: 14 },
  { name: "resnet", batch: 1, inChannels: 64, outChannels: 64, size: 56 },
];

const kinds = { "conv2d": "conv2d", "grad-input": "conv2dGradInput", "grad-weight": "conv2dGradWeight" } as const;

function conv2dRow(id: string, kind: Conv2dWorkload["kind"], { batch, inChannels, outChannels, size }: Conv2dShape): Row {
  return {
    id,
    flop: 2 * batch * outChannels * size * size * inChannels * 9,   // the same for all three
    workload() {
      const generator = new Generator(1);
      return {
        kind,
        input: randomValues(generator, [batch, inChannels, size, size]),
        weight: randomValues(generator, [outChannels, inChannels, 3, 3]),
        gradOutput: randomValues(generator, [batch, outChannels, size, size]),
      };
    },
  };
}

/** The two convolutions of the slides' CNN and one of a ResNet: forward and both gradients. */
export const conv2dRows: readonly Row[] = shapes.flatMap((shape) =>
  Object.entries(kinds).map(([name, kind]) => conv2dRow(`${name}/${shape.name}`, kind, shape)));
