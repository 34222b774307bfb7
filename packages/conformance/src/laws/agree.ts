import type { Args, Law, OpResult } from "../suite/spec.js";

/** A function of a case's arguments, made of ops of core. */
export type Formula = (...args: never[]) => OpResult;

/**
 * Two formulas give the same numbers for every case.
 *
 * @param scale How large the terms that are rounded get; default: 1, or the greatest result.
 */
export function agree(name: string, left: Formula, right: Formula, scale: (...args: never[]) => number = () => 1): Law {
  return {
    name,
    check: async ({ args, run, expectClose }) => {
      expectClose(name, await run(left, ...args), await run(right, ...args), (scale as (...args: Args) => number)(...args));
    },
  };
}
