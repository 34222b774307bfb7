import { pad } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Law, Operand } from "../suite/spec.js";

type PadArgs = readonly [Operand, readonly number[], { readonly mode?: string; readonly value?: number }?];

/** What was added is cropped again by the negative padding, in every mode. */
export const croppedAgain: Law = {
  name: "cropped again",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, padding, options = {}] = args as unknown as PadArgs;
    const added = padding.map((cells) => Math.max(cells, 0));
    const more = await apply(input, added, options);
    expectClose("crop(pad(x)) and x", await run(pad, more, added.map((cells) => 0 - cells)), { shape: input.shape, data: input.data }, 0);
  },
};

/** All axes at once or one after the other: the same, in any order. */
export const oneAxisAtATime: Law = {
  name: "one axis at a time",
  check: async ({ args, apply, expectClose }) => {
    const [input, padding, options = {}] = args as unknown as PadArgs;
    let x: Dense = input;
    for (let axis = padding.length / 2 - 1; axis >= 0; axis--) x = await apply(x, padding.map((cells, i) => (i >> 1 === axis ? cells : 0)), options);
    expectClose("axes in turn and at once", x, await apply(input, padding, options), 0);
  },
};
