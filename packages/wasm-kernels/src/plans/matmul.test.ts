import { expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { integer, integers, pick, seeded, type Random } from "../random.test-support.js";
import { matmul, matmulWorkspace, type Matrices, type MatmulSizes } from "./matmul.js";

const arena = new Arena();

/** A matrix operand with axes in any order, gaps, flips and repeats: where it begins, its strides, and how many elements lie under it. */
function randomLayout(random: Random, shape: readonly number[]) {
  const strides = [0, 0, 0];
  let size = 1, first = integer(random, 0, 3);
  for (const axis of [0, 1, 2].sort(() => random() - 0.5)) {
    if (random() < 0.12) continue;
    const stride = size * integer(random, 1, 2);
    size = stride * Math.max(shape[axis]!, 1);
    const isFlipped = random() < 0.25 && shape[axis]! > 0;
    strides[axis] = isFlipped ? -stride : stride;
    if (isFlipped) first += stride * (shape[axis]! - 1);
  }
  return { strides: strides as [number, number, number], first, length: first + size };
}

interface Case { readonly sizes: MatmulSizes; readonly activation: "relu" | "relu6" | undefined; readonly hasBias: boolean; readonly hasResidual: boolean; readonly layout: "dense" | "transposed" | "any" }

/** The product in one piece, in random pieces, and as it must be. */
function results(random: Random, { sizes, activation, hasBias, hasResidual, layout }: Case, values = integers) {
  const { batch, rows, columns, depth } = sizes;
  const layoutOf = (shape: [number, number, number], isTransposed: boolean) => {
    if (layout === "any") return randomLayout(random, shape);
    return { strides: [shape[1] * shape[2], ...(isTransposed ? [1, shape[1]] : [shape[2], 1])] as [number, number, number], first: 0, length: shape[0] * shape[1] * shape[2] };
  };
  const layouts = [layoutOf([batch, rows, depth], false), layoutOf([batch, depth, columns], layout === "transposed")] as const;
  const data = layouts.map(({ length }) => values(random, length));
  const bias = integers(random, columns), residual = integers(random, batch * rows * columns);
  const expected = new Float64Array(batch * rows * columns);
  for (let b = 0, at = 0; b < batch; b++) for (let m = 0; m < rows; m++) for (let n = 0; n < columns; n++, at++) {
    let sum = (hasBias ? bias[n]! : 0) + (hasResidual ? residual[at]! : 0);
    for (let k = 0; k < depth; k++) {
      const [left, right] = layouts.map(({ strides, first }, i) => data[i]![first + b * strides[0] + (i === 0 ? m : k) * strides[1] + (i === 0 ? k : n) * strides[2]]!);
      sum += left! * right!;
    }
    expected[at] = activation === undefined ? sum : Math.min(Math.max(sum, 0), activation === "relu6" ? 6 : Infinity);
  }
  const once = (cut?: (units: number) => number[]): Float32Array => {
    arena.reset();
    const [left, right] = layouts.map(({ strides, first }, i): Matrices => ({ pointer: arena.floats(data[i]!) + 4 * first, strides }));
    const epilogue = { bias: hasBias ? arena.floats(bias) : undefined, residual: hasResidual ? arena.floats(residual) : undefined, activation };
    const output = arena.bytes(4 * expected.length), workspace = arena.bytes(matmulWorkspace(left!, sizes));
    arena.run(matmul(left!, right!, output, workspace, sizes, epilogue), cut);
    return arena.readFloats(output, expected.length);
  };
  return { whole: plain(once()), pieces: plain(once(randomCuts(random))), expected: plain(expected) };
}

/** No −0, which sums of products may or may not give. */
const plain = (values: ArrayLike<number>): Float32Array => Float32Array.from(values, (value) => value + 0);

test("200 random products over any strides, with any epilogue, in any pieces", () => {
  const random = seeded(1);
  for (let i = 0; i < 200; i++) {
    const sizes = { batch: integer(random, 0, 3), rows: integer(random, 0, 40), columns: integer(random, 0, 20), depth: integer(random, 0, 20) };
    const activation = pick(random, [undefined, "relu", "relu6"] as const);
    const { whole, pieces, expected } = results(random, { sizes, activation, hasBias: random() < 0.5, hasResidual: random() < 0.5, layout: pick(random, ["dense", "transposed", "any"] as const) });
    expect(whole).toEqual(expected);
    expect(pieces).toEqual(expected);
  }
});

test.each([
  { batch: 1, rows: 1, columns: 1, depth: 1 }, { batch: 1, rows: 4, columns: 8, depth: 256 }, { batch: 2, rows: 33, columns: 17, depth: 257 },
  { batch: 1, rows: 65, columns: 24, depth: 600 }, { batch: 1, rows: 3, columns: 100, depth: 1025 }, { batch: 1, rows: 101, columns: 35, depth: 1025 },
])("deep products: %j", { timeout: 60_000 }, (sizes) => {
  const random = seeded(2);
  for (const layout of ["dense", "transposed", "any"] as const) {
    const exact = results(random, { sizes, activation: undefined, hasBias: true, hasResidual: true, layout });
    expect(exact.whole).toEqual(exact.expected);
    const fractions = results(random, { sizes, activation: undefined, hasBias: false, hasResidual: false, layout }, (draw, size) => Float32Array.from({ length: size }, () => draw() - 0.5));
    expect(fractions.pieces).toEqual(fractions.whole);
    const bound = 2 ** -24 * sizes.depth * 0.5;
    expect(fractions.whole.filter((value, i) => Math.abs(value - fractions.expected[i]!) > bound).length).toBe(0);
  }
});

test("NaN and Infinity spoil their row and column only", () => {
  arena.reset();
  const rows = 9, columns = 11, depth = 5;
  const leftData = integers(seeded(3), rows * depth), rightData = integers(seeded(4), depth * columns);
  leftData[4 * depth + 2] = NaN;
  rightData[3 * columns + 7] = Infinity;
  const left: Matrices = { pointer: arena.floats(leftData), strides: [0, depth, 1] };
  const right: Matrices = { pointer: arena.floats(rightData), strides: [0, columns, 1] };
  const sizes = { batch: 1, rows, columns, depth };
  const output = arena.bytes(4 * rows * columns), workspace = arena.bytes(matmulWorkspace(left, sizes));
  arena.run(matmul(left, right, output, workspace, sizes, { activation: "relu" }));
  arena.readFloats(output, rows * columns).forEach((value, i) => {
    const m = Math.floor(i / columns), n = i % columns;
    if (m === 4) expect(value).toBeNaN();
    else if (n !== 7) expect(Number.isFinite(value)).toBe(true);
    else expect(value).toEqual(leftData[m * depth + 3]! === 0 ? NaN : leftData[m * depth + 3]! > 0 ? Infinity : 0);
  });
});

test("a row times a transposed matrix packs nothing", () => {
  const left: Matrices = { pointer: 1024, strides: [0, 8, 1] }, right: Matrices = { pointer: 2048, strides: [0, 1, 8] };
  expect(matmul(left, right, 4096, 8192, { batch: 1, rows: 1, columns: 20, depth: 8 }).map(({ kernel, units }) => [kernel, units])).toEqual([["matmulDots", 2]]);
});
