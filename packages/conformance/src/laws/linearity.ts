import { isOperand, mapOperands, type Args, type Law, type Operand } from "../suite/spec.js";
import { magnitudeOf } from "./magnitude-of.js";

const map = (operand: Operand, by: (value: number, i: number) => number): Operand => ({ ...operand, data: Array.from(operand.data, by) });

function replace(args: Args, position: number, by: (operand: Operand) => Operand): Args {
  return mapOperands(args, (operand, i) => (i === position ? by(operand) : operand));
}

/**
 * f(2x + y) = 2 f(x) + f(y) in operand `position`, the others fixed (`others` sets those that add a constant, like a bias, to null).
 */
export function linearIn(name: string, position: number, others: (args: Args) => Args = (args) => args): Law {
  return {
    name: `linear in ${name}`,
    check: async ({ args: given, apply, expectClose }) => {
      const args = others(given);
      const rolled = (operand: Operand): Operand => map(operand, (_, i) => operand.data[(i * 7 + 3) % operand.data.length]!);
      const both = await apply(...replace(args, position, (x) => map(x, (value, i) => 2 * value + rolled(x).data[i]!)));
      const first = await apply(...args);
      const second = await apply(...replace(args, position, rolled));
      const expected = { ...first, data: Array.from(first.data, (value, i) => 2 * value + second.data[i]!) };
      expectClose(`f(2x + y) and 2 f(x) + f(y) in ${name}`, both, expected, 4 * (await magnitudeOf(apply, args)));
    },
  };
}

/** Drops the third argument (the bias): what is left is linear. */
export function withoutBias(args: Args): Args {
  return isOperand(args[2]) ? args.with(2, null) : args;
}
