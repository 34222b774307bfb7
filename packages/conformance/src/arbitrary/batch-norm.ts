import fc from "fast-check";
import { type Dense, sizeOf } from "../oracle/dense.js";
import { arbitraryDense } from "./dense.js";
import { arbitraryModerate, arbitraryPositive } from "./float.js";
import { arbitraryOptions } from "./options.js";
import { arbitraryShape } from "./shape.js";

export interface BatchNormCase {
  inputs: { input: Dense; runningMean: Dense | null; runningVar: Dense | null; weight: Dense | null; bias: Dense | null };
  attributes: { training?: boolean; momentum?: number; eps?: number };
}

/** [N, C], [N, C, L] or [N, C, H, W]; at least two values a channel in training, running statistics always without. */
export function arbitraryBatchNorm(element = arbitraryModerate()): fc.Arbitrary<BatchNormCase> {
  return fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      channels: fc.integer({ min: 1, max: 4 }),
      places: arbitraryShape({ maxRank: 2, maxSize: 4, empty: false }),
      tracked: fc.boolean(),
      training: fc.option(fc.boolean()),
    })
    .chain(({ batch, channels, places, tracked, training }) => {
      const enough = training && batch * sizeOf(places) === 1 ? 2 : batch;
      const perChannel = (values: fc.Arbitrary<number>) => arbitraryDense([channels], values);
      const running = tracked || !training;
      return fc.record({
        inputs: fc.record({
          input: arbitraryDense([enough, channels, ...places], element),
          runningMean: running ? perChannel(arbitraryModerate()) : fc.constant(null),
          runningVar: running ? perChannel(arbitraryPositive()) : fc.constant(null),
          weight: fc.option(perChannel(arbitraryModerate())),
          bias: fc.option(perChannel(arbitraryModerate())),
        }),
        attributes: arbitraryOptions({ momentum: fc.constantFrom(0, 0.1, 0.5, 1), eps: fc.constantFrom(1e-5, 1e-3) }).map(
          (options) => (training === null ? options : { ...options, training }),
        ),
      });
    });
}
