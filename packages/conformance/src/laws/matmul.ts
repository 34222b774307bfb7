import { eye, matmul, transpose, type Tensor } from "@convoke/core";
import type { Dense } from "../oracle/dense.js";
import type { Law, Operand } from "../suite/spec.js";
import { magnitudeOf } from "./magnitude-of.js";

/** (A·B)ᵀ = Bᵀ·Aᵀ */
export const transposesSwap: Law = {
  name: "transposes swap",
  check: async ({ args, apply, run, expectClose }) => {
    const [a, b] = args as unknown as [Operand, Operand];
    if (a.shape.length < 2 || b.shape.length < 2) return;
    const turned = await run(transpose, await apply(a, b), -1, -2);
    const swapped = await apply(await run(transpose, b, -1, -2), await run(transpose, a, -1, -2));
    expectClose("(A·B)ᵀ and Bᵀ·Aᵀ", swapped, turned, await magnitudeOf(apply, args));
  },
};

/** A·I = A */
export const identityChangesNothing: Law = {
  name: "the identity changes nothing",
  check: async ({ args, run, expectClose }) => {
    const [a] = args as unknown as [Operand];
    expectClose("A·I and A", await run((x: Tensor) => matmul(x, eye(x.shape.at(-1)!, x.shape.at(-1)!, { dtype: x.dtype })), a), { shape: a.shape, data: a.data }, 0);
  },
};

/** (A·B)·c = A·(B·c) for the vector of ones c: the row sums of a product. */
export const associative: Law = {
  name: "associative with a vector",
  check: async ({ args, apply, run, expectClose }) => {
    const [a, b] = args as unknown as [Operand, Operand];
    if (b.shape.length < 2) return;
    const ones = { shape: [b.shape.at(-1)!], data: Array<number>(b.shape.at(-1)!).fill(1) };
    const scale = (await magnitudeOf(apply, args)) * Math.max(1, ones.data.length);
    expectClose("(A·B)·c and A·(B·c)", await apply(await apply(a, b), ones), await productWithVector(a, await run(matmul, b, ones)), scale);

    /** B·c is a batch of vectors: a column each, whose axis goes again. */
    async function productWithVector(left: Operand, vectors: Dense): Promise<Dense> {
      const columns = { shape: [...vectors.shape, 1], data: vectors.data };
      const product = await run(matmul, left, columns);
      return { shape: product.shape.slice(0, -1), data: product.data };
    }
  },
};

/** linear(x, w, b) = x·wᵀ + b, without an activation. */
export const isAProductAndASum: Law = {
  name: "a product and a sum",
  check: async ({ args, apply, run, expectClose }) => {
    const [input, weight, bias = null] = args as unknown as [Operand, Operand, Operand | null];
    const product = await run((x: Tensor, w: Tensor) => matmul(x, transpose(w, 0, 1)), input, weight);
    const sum = { ...product, data: Array.from(product.data, (value, i) => value + (bias?.data[i % bias.data.length] ?? 0)) };
    expectClose("linear(x, w, b) and x·wᵀ + b", await apply(input, weight, bias), sum, await magnitudeOf(apply, [input, weight, bias]));
  },
};
