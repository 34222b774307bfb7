import { expect, test } from "vitest";
import { oracleConv2dGradInput, oracleConv2dGradWeight } from "./conv2d-grad.js";
import type { Dense } from "./dense.js";

const row = (...data: number[]): Dense => ({ shape: [1, 1, 1, data.length], data });

// output = [2x0 + 5x1, 2x1 + 5x2] for weight [2, 5], and gradOutput = [1, 10].
test("gradInput: 2·1, 5·1 + 2·10, 5·10", () => {
  expect(Array.from(oracleConv2dGradInput(row(1, 10), row(2, 5), [1, 1, 1, 3]).data)).toEqual([2, 25, 50]);
});

test("gradWeight for x = [1, 2, 3]: 1·1 + 10·2, 1·2 + 10·3", () => {
  expect(Array.from(oracleConv2dGradWeight(row(1, 10), row(1, 2, 3), [1, 1, 1, 2]).data)).toEqual([21, 32]);
});

// stride 2 leaves the last cell of [1, 2, 3, 4] unread by a kernel of 1.
test("cells that no window reads get no gradient", () => {
  const gradInput = oracleConv2dGradInput(row(1, 10), row(3), [1, 1, 1, 4], { stride: [1, 2] });
  expect(Array.from(gradInput.data)).toEqual([3, 0, 30, 0]);
});
