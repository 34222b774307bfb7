import { cpu } from "@convoke/backend-cpu";
import {
  avgPool2d, batchNorm, cat, conv2d, defineOp, dropout, expand, linear, logSoftmax, matmul, maxPool2d, mean, observe, ones, pad, permute, relu, setBackend, slice,
  softmax, stack, type Tensor, tidy, where, zeros,
} from "@convoke/core";
import { expect, test } from "vitest";
import { FieldTracker } from "./field-tracker.js";
import type { AxisField } from "./receptive-field.js";

setBackend(cpu());

/** What `body` makes of an image of 1 channel, [1, 1, 32, 32] unless said otherwise. */
function fieldOf(body: (x: Tensor) => Tensor, shape: readonly number[] = [1, 1, 32, 32]): { height: AxisField; width: AxisField } | null {
  return tidy(() => {
    const input = zeros(shape);
    const tracker = new FieldTracker(input);
    return tracker.of(observe((event) => tracker.follow(event), () => body(input)));
  });
}

const conv = (x: Tensor, kernelSize: number, stride = 1, padding = 0): Tensor => conv2d(x, ones([1, x.shape[1]!, kernelSize, kernelSize]), null, { stride, padding });
const moving = (size: number, jump: number, start: number): AxisField => ({ size, jump, start, problem: null });
const fixed = (size: number, start = 0): AxisField => ({ size, jump: 0, start, problem: null });
const square = (field: AxisField): { height: AxisField; width: AxisField } => ({ height: field, width: field });
const sizes = (steps: readonly (readonly [kernelSize: number, stride: number])[]): (number | null)[] =>
  steps.map((_, at) => fieldOf((x) => steps.slice(0, at + 1).reduce((y, [kernelSize, stride]) => conv(y, kernelSize, stride, (kernelSize - 1) >> 1), x), [1, 1, 64, 64])!.height.size);

const c3 = [3, 1] as const, p2 = [2, 2] as const;

test("the course document's chains", () => {
  expect(sizes([c3])).toEqual([3]);
  expect(sizes([c3, p2, c3, c3])).toEqual([3, 4, 8, 12]);
  expect(sizes([c3, p2, c3, p2, c3])).toEqual([3, 4, 8, 10, 18]);
});

test("the published fields of VGG-16, AlexNet v2 and ResNet-50 (Araujo et al., Distill 2019)", () => {
  const vgg = [2, 2, 3, 3, 3].flatMap((count) => [...Array<readonly [number, number]>(count).fill(c3), p2]);
  expect(sizes(vgg).at(-1)).toBe(212);
  expect(sizes([[11, 4], [3, 2], [5, 1], [3, 2], c3, c3, c3, [3, 2]]).at(-1)).toBe(195);
  // Each residual unit sees through its 3×3; the last one of the first three blocks has its stride there.
  const resnet = [3, 4, 6, 3].flatMap((units, block) => Array.from({ length: units }, (_, at) => [3, at === units - 1 && block < 3 ? 2 : 1] as const));
  expect(sizes([[7, 2], [3, 2], ...resnet]).at(-1)).toBe(483);
});

test("size, jump and start: kernel, stride, padding and dilation of each axis for itself", () => {
  const field = fieldOf((x) => conv2d(conv(x, 3, 2, 1), ones([1, 1, 3, 2]), null, { stride: [3, 1], padding: [2, 0], dilation: [2, 1] }))!;
  expect(field).toEqual({ height: moving(3 + 4 * 2, 6, -1 - 2 * 2), width: moving(3 + 2, 2, -1) });
  expect(fieldOf((x) => maxPool2d(x, 3, { stride: 2, padding: 1, dilation: 2 }))).toEqual(square(moving(5, 2, -1)));
  expect(fieldOf((x) => avgPool2d(x, 2))).toEqual(square(moving(2, 2, 0)));
  expect(fieldOf((x) => conv2d(x, ones([1, 2, 3, 3])), [2, 16, 16])).toEqual(square(moving(3, 1, 0)));
});

test("where branches meet, the union of their intervals", () => {
  const inception = (x: Tensor): Tensor => cat([conv(x, 1), conv(conv(x, 1), 3, 1, 1), conv(x, 5, 1, 2), conv(maxPool2d(x, 3, { stride: 1, padding: 1 }), 1)], 1);
  expect(fieldOf(inception)).toEqual(square(moving(5, 1, -2)));
  expect(fieldOf((x) => relu(x.add(conv(conv(x, 3, 1, 1), 3, 1, 1))))).toEqual(square(moving(5, 1, -2)));
  // One branch looks up and the other down: the union is longer than both.
  expect(fieldOf((x) => slice(conv(x, 3), null, null, [4, 20], [4, 20]).add(slice(x, null, null, [0, 16], [0, 16])))).toEqual(square(moving(7, 1, 0)));
});

test("branches whose jumps differ have no formula, and say so", () => {
  const { height } = fieldOf((x) => conv(x, 2, 2).add(slice(x, null, null, [0, 16], [0, 16])))!;
  expect(height).toEqual({ size: null, jump: null, start: null, problem: "branches with jumps 2 and 1 meet" });
  expect(fieldOf((x) => relu(x.add(permute(x, [0, 1, 3, 2]))))!.width.problem).toBe("branches meet whose positions lie along axes 3 and 2");
  expect(fieldOf((x) => mean(conv(x, 2, 2).add(slice(x, null, null, [0, 16], [0, 16])).add(mean(x)), [2, 3]))).toEqual(square(fixed(32)));
});

test("what mixes all positions sees what they see together", () => {
  for (const mixes of [
    (x: Tensor) => mean(conv(x, 3, 1, 1), [2, 3]), (x: Tensor) => linear(x.flatten(1), ones([2, 1024])), (x: Tensor) => x.flatten(1), (x: Tensor) => x.max(),
    (x: Tensor) => x.argmax().to("float32"), (x: Tensor) => x.prod(), (x: Tensor) => mean(x, [1, 2, 3], { keepDim: true }).expand([1, 4, 5, 6]),
    (x: Tensor) => conv(x, 3, 1, 1).mul(mean(x, [2, 3], { keepDim: true }).sigmoid()), (x: Tensor) => logSoftmax(x.flatten(1), 1), (x: Tensor) => softmax(x.flatten(1), 1),
    (x: Tensor) => batchNorm(x, null, null, null, null, { training: true }), (x: Tensor) => matmul(x.flatten(1), ones([1024, 3])),
    (x: Tensor) => permute(x, [0, 2, 1, 3]).mean([1, 3]),
  ]) expect(fieldOf(mixes), String(mixes)).toEqual(square(fixed(32)));
  expect(fieldOf((x) => conv(x, 3, 3, 0).flatten(1))).toEqual(square(fixed(30)));   // ⌊(32 − 3) / 3⌋ + 1 = 10 windows of 3
  expect(fieldOf((x) => mean(conv(x, 1, 2, 4), [2, 3])), "the last cell is never looked at").toEqual(square(fixed(32)));
});

test("rows may stay apart while columns mix, and the other way round", () => {
  expect(fieldOf((x) => mean(x, 3))).toEqual({ height: moving(1, 1, 0), width: fixed(32) });
  expect(fieldOf((x) => linear(x, ones([4, 32])))).toEqual({ height: moving(1, 1, 0), width: fixed(32) });
  expect(fieldOf((x) => matmul(ones([1, 1, 5, 32]), conv(x, 3, 1, 1)))).toEqual({ height: fixed(32), width: moving(3, 1, -1) });
  expect(fieldOf((x) => softmax(x, 2))).toEqual({ height: fixed(32), width: moving(1, 1, 0) });
});

test("ops on single elements and views keep the field, or move it", () => {
  for (const keeps of [
    (x: Tensor) => relu(x).mul(2).sub(1).sigmoid(), (x: Tensor) => dropout(x, { training: false }), (x: Tensor) => x.reshape([1, 1, 32, 32]), (x: Tensor) => x.detach().to("float32"),
    (x: Tensor) => dropout(x), (x: Tensor) => softmax(x, 1), (x: Tensor) => where(x.gt(0), x, 0), (x: Tensor) => x.clamp({ min: 0 }), (x: Tensor) => stack([x, x], 1).sum(1),
    (x: Tensor) => batchNorm(x, zeros([1]), ones([1])), (x: Tensor) => expand(x, [3, 1, 4, 32, 32]), (x: Tensor) => permute(x, [0, 2, 3, 1]), (x: Tensor) => x.leakyRelu().gelu(),
  ]) expect(fieldOf(keeps), String(keeps)).toEqual(square(moving(1, 1, 0)));
  expect(fieldOf((x) => slice(x, null, null, [3, null, 2], [4, null]))).toEqual({ height: moving(1, 2, 3), width: moving(1, 1, 4) });
  expect(fieldOf((x) => slice(x, null, null, [null, null, -1]))!.height).toEqual(moving(1, -1, 31));
  for (const mode of ["constant", "reflect", "replicate", "circular"] as const) {
    expect(fieldOf((x) => conv(pad(x, [1, 2, 3, 4], { mode }), 3)), mode).toEqual({ height: moving(3, 1, -3), width: moving(3, 1, -1) });
  }
});

test("what comes from elsewhere has no field, and an op without a rule is named", () => {
  const double = defineOp({ name: "double", infer: ({ input }: { input: Tensor }) => input, forward: (backend, { input }) => backend.binary("mul", input, 2) });
  expect(fieldOf(() => relu(ones([1, 1, 32, 32])))).toBeNull();
  expect(fieldOf((x) => x.mul(2), [4, 8])).toBeNull();
  expect(fieldOf((x) => relu(double({ input: x }, {})))!.height.problem).toBe("the op double has no rule for receptive fields");
  expect(fieldOf((x) => cat([x, x], 2))!.height.problem).toBe("cat joins different places along axis 2");
  expect(fieldOf((x) => cat([x, x], 2))!.width).toEqual(moving(1, 1, 0));
});
