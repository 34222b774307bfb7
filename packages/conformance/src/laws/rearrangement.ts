import type { Dense } from "../oracle/dense.js";
import type { Law, LawSubject, Operand } from "../suite/spec.js";

const flat = (data: Iterable<number>): Dense => {
  const values = [...data];
  return { shape: [values.length], data: values };
};

/** Only the shape changes: the elements stay in row-major order. */
export const keepsOrder: Law = {
  name: "keeps the order",
  check: async ({ args, apply, expectClose }) => {
    const [input] = args as unknown as [Operand];
    expectClose("elements in order", flat((await apply(...args)).data), flat(input.data), 0);
  },
};

/** Every element comes out once, and nothing else. */
export const keepsElements: Law = {
  name: "keeps the elements",
  check: async ({ args, apply, expectClose }) => {
    const [input] = args as unknown as [Operand];
    const sorted = (data: Dense["data"]): Dense => flat(Array.from(data).sort((a, b) => a - b));
    expectClose("sorted elements", sorted((await apply(...args)).data), sorted(input.data), 0);
  },
};

/** `back` makes the input of the output again. */
export function undoneBy(name: string, back: (output: Dense, subject: LawSubject) => Promise<Dense>): Law {
  return {
    name: `undone by ${name}`,
    check: async (subject) => {
      const [input] = subject.args as unknown as [Operand];
      const output = await subject.apply(...subject.args);
      subject.expectClose("there and back", await back(output, subject), { shape: input.shape, data: input.data }, 0);
    },
  };
}

/** Twice is not at all: f(f(x)) = x with the same arguments. */
export const involution: Law = undoneBy("itself", (output, { apply, args }) => apply(output, ...args.slice(1)));
