import type { Reduction } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Args, Law, LawSubject, Operand } from "../suite/spec.js";

export interface LossOptions {
  readonly weight?: Dense | null | undefined;
  readonly posWeight?: Dense | null | undefined;
  readonly ignoreIndex?: number;
  readonly labelSmoothing?: number;
  readonly reduction?: Reduction;
}
export type LossArgs = readonly [input: Operand, target: Operand, options?: LossOptions];

export const lossArgs = (args: Args): LossArgs => args as unknown as LossArgs;
export const map = (x: Operand, f: (value: number, i: number) => number): Operand => ({ ...x, data: Array.from(x.data, f) });
export const scalar = (value: number): Dense => ({ shape: [], data: [value] });

const total = ({ data }: Dense): number => Array.from(data).reduce((sum, value) => sum + value, 0);
const most = (x: Dense | null | undefined): number => Array.from(x?.data ?? [1]).reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);

/** How large the terms of all losses together get. */
export async function sizeOfLosses(apply: LawSubject["apply"], [input, target, options = {}]: LossArgs): Promise<number> {
  const losses = await apply(input, target, { ...options, reduction: "none" });
  return (1 + most(input)) * (1 + most(options.weight)) * (1 + most(options.posWeight)) * (1 + losses.data.length);
}

/** sum = Σ none, and mean = sum ÷ count. */
export function reductionsAgree(count: (...args: LossArgs) => number): Law {
  return {
    name: "reductions agree",
    check: async ({ args, apply, expectClose }) => {
      const [input, target, options = {}] = lossArgs(args);
      const reduced = (reduction: Reduction): Promise<Dense> => apply(input, target, { ...options, reduction });
      const sum = await reduced("sum");
      const scale = await sizeOfLosses(apply, lossArgs(args));
      expectClose("sum and Σ none", sum, scalar(total(await reduced("none"))), scale);
      expectClose("mean and sum ÷ count", await reduced("mean"), scalar(sum.data[0]! / count(input, target, options)), scale);
    },
  };
}
