import { useBackend, type Backend } from "@convoke/core";
import { naiveBackend } from "../reference/naive-backend.js";
import { unitOf, type Check, type FloatDType } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";
import { slides, smallNet, trainStep } from "./small-net.js";

const steps = 20;

/** Losses of the slides' CNN over 20 steps of SGD from the same seed. */
async function losses(backend: Backend, dtype: FloatDType, seed: number): Promise<number[]> {
  const net = smallNet({ backend, dtype, seed }, slides);
  const reads: Promise<number>[] = [];
  for (let step = 0; step < steps; step++) {
    using _ = useBackend(backend);
    using loss = trainStep(net);
    reads.push(loss.item());
  }
  const values = await Promise.all(reads);
  net.dispose();
  return values;
}

const references = new Map<number, Promise<number[]>>();

/** The naive backend's curve in float64, computed once a seed. */
function referenceLosses(seed: number): Promise<number[]> {
  const known = references.get(seed) ?? losses(naiveBackend(), "float64", seed);
  references.set(seed, known);
  return known;
}

/**
 * Does training agree? The loss curve stays in a band around the reference's: 512·u of the loss, growing by as much with every step,
 * since each step starts from weights that differ a little more.
 */
export function modelChecks(): Check[] {
  return [
    {
      op: "backend",
      layer: "model",
      name: "20 steps of the slides' CNN",
      run: async ({ backend, dtype, seed }) => {
        const expected = await referenceLosses(seed);
        const actual = await losses(backend, dtype, seed);
        let worst = 0;
        expected.forEach((loss, step) => {
          const band = (backend.capabilities.strictFloat ? 512 : 4096) * unitOf[dtype] * (step + 1) * loss;
          const share = Math.abs(actual[step]! - loss) / band;
          if (!(share <= 1)) throw new ConformanceFailure(`loss of step ${step} is ${actual[step]}, expected ${loss}, allowed ± ${band.toExponential(1)}`);
          worst = Math.max(worst, share);
        });
        if (!(expected.at(-1)! < 0.9 * expected[0]!)) throw new ConformanceFailure("the reference itself does not learn");
        return { cases: steps, worst };
      },
    },
  ];
}
