import type { Law, Operand } from "../suite/spec.js";

/** f of the reversed array is the reverse of f: every element is computed from its own input, wherever it stands. */
export const elementwiseOf: Law = {
  name: "elementwise",
  check: async ({ args, apply, expectClose }) => {
    const [input] = args as unknown as [Operand];
    const flat = { ...input, shape: [input.data.length] };
    const straight = await apply(flat, ...args.slice(1));
    const reversed = await apply({ ...flat, data: Array.from(flat.data).reverse() }, ...args.slice(1));
    expectClose("f(reverse x) and reverse f(x)", { ...reversed, data: Array.from(reversed.data).reverse() }, straight, 0);
  },
};
