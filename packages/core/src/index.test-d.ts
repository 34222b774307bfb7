import { expectTypeOf, test } from "vitest";
import { defineBackend, type Backend, type BackendDefinition, type Storage } from "./backend/index.js";
import {
  add, cat, conv2d, crossEntropy, defineOp, Generator, grad, gradCheck, maxPool2d, memory, noGrad, observe, Parameter, reshape, ShapeError, split, sum, tensor, tidy, where,
  type Axes, type Conv2dOptions, type DType, type Layer, type NestedArray, type OpEvent, type Range, type ReduceOptions, type Shape, type Tensor, type TensorMethods, type TypedArray,
} from "./index.js";

declare const x: Tensor;
declare const backend: Backend;

test("every method has the type of its function without the first argument", () => {
  expectTypeOf(x.add).toEqualTypeOf<(b: Tensor | number) => Tensor>();
  expectTypeOf(x.relu).toEqualTypeOf<() => Tensor>();
  expectTypeOf(x.sum).toEqualTypeOf<(axes?: Axes, options?: ReduceOptions) => Tensor>();
  expectTypeOf(x.reshape).toEqualTypeOf<(shape: Shape) => Tensor>();
  expectTypeOf(x.slice).toEqualTypeOf<(...ranges: Range[]) => Tensor>();
  expectTypeOf(x.split).returns.toEqualTypeOf<Tensor[]>();
  expectTypeOf(x.conv2d).toEqualTypeOf<(weight: Tensor, bias?: Tensor | null, options?: Conv2dOptions) => Tensor>();
  expectTypeOf(x.var).returns.toEqualTypeOf<Tensor>();
  expectTypeOf(x.gt(1).where(x, 0)).toEqualTypeOf<Tensor>();
});

test("no method was lost, and none is any", () => {
  expectTypeOf<{ [K in keyof TensorMethods]: [Tensor[K]] extends [never] ? K : never }[keyof TensorMethods]>().toEqualTypeOf<never>();
  type Anys = { [K in keyof Tensor]: 0 extends 1 & Tensor[K] ? K : never }[keyof Tensor];
  expectTypeOf<Anys>().toEqualTypeOf<never>();
  expectTypeOf<ReturnType<Extract<Tensor[keyof Tensor], (...args: never[]) => unknown>>>().not.toBeAny();
});

test("maxPool2d gives indices where they are asked for", () => {
  expectTypeOf(maxPool2d(x, 2)).toEqualTypeOf<Tensor>();
  expectTypeOf(maxPool2d(x, [2, 3], { stride: 1, returnIndices: false })).toEqualTypeOf<Tensor>();
  expectTypeOf(maxPool2d(x, 2, { returnIndices: true })).toEqualTypeOf<{ output: Tensor; indices: Tensor }>();
  expectTypeOf(x.maxPool2d(2)).toEqualTypeOf<Tensor>();
  expectTypeOf(x.maxPool2d(2, { padding: 1, returnIndices: true })).toEqualTypeOf<{ output: Tensor; indices: Tensor }>();
});

test("grad gives null only where allowUnused allows it", () => {
  expectTypeOf(grad(x, [x])).toEqualTypeOf<Tensor[]>();
  expectTypeOf(grad([x, x], [x], { createGraph: true, gradOutputs: [null, x] })).toEqualTypeOf<Tensor[]>();
  expectTypeOf(grad(x, [x], { allowUnused: true })).toEqualTypeOf<(Tensor | null)[]>();
  expectTypeOf(gradCheck((a, b) => add(a!, b!), [x, x], { order: 2 })).toEqualTypeOf<Promise<number>>();
});

test("to another dtype is at once, to another backend a promise", () => {
  expectTypeOf(x.to("float64")).toEqualTypeOf<Tensor>();
  expectTypeOf(x.to(backend)).toEqualTypeOf<Promise<Tensor>>();
});

test("reading", () => {
  expectTypeOf(x.data()).toEqualTypeOf<Promise<TypedArray>>();
  expectTypeOf(x.dataSync()).toEqualTypeOf<TypedArray>();
  expectTypeOf(x.item()).toEqualTypeOf<Promise<number>>();
  expectTypeOf(x.toArray()).toEqualTypeOf<Promise<NestedArray>>();
  expectTypeOf(x.grad).toEqualTypeOf<Tensor | null>();
  expectTypeOf(memory()).toEqualTypeOf<{ tensors: number; bytes: number }>();
});

test("functions that take functions keep their result's type", () => {
  expectTypeOf(tidy(() => ({ loss: x, names: ["a"] }))).toEqualTypeOf<{ loss: Tensor; names: string[] }>();
  expectTypeOf(noGrad(() => 5)).toEqualTypeOf<number>();
  expectTypeOf(observe((event) => expectTypeOf(event).toEqualTypeOf<OpEvent>(), () => x)).toEqualTypeOf<Tensor>();
});

test("what a backend author writes", () => {
  expectTypeOf(defineBackend).parameter(0).toExtend<BackendDefinition<Storage>>();
  expectTypeOf<Omit<Backend, "uniform" | "concat">>().toExtend<BackendDefinition<Storage>>();
  expectTypeOf<Omit<Backend, "matmul">>().not.toExtend<BackendDefinition<Storage>>();
});

test("a layer is anything with forward", () => {
  expectTypeOf<{ forward(input: Tensor): Tensor; weight: Parameter }>().toExtend<Layer>();
});

test("isInstance narrows", () => {
  const error: unknown = null;
  if (ShapeError.isInstance(error)) expectTypeOf(error).toEqualTypeOf<ShapeError>();
});

test("an op of one's own knows its inputs", () => {
  const op = defineOp({
    name: "own",
    infer: ({ input }: { input: Tensor; other?: Tensor | null }, _: { scale: number }) => input,
    saves: ["input", "output"],
    forward: (own, { input, other }, { scale }) => {
      expectTypeOf(other).toExtend<typeof input | undefined>();
      return own.binary("mul", input, scale);
    },
    backward: (gradOutput) => ({ input: () => gradOutput }),
  });
  expectTypeOf(op).toBeCallableWith({ input: x }, { scale: 2 });
  // @ts-expect-error scale is missing
  op({ input: x }, {});
  // @ts-expect-error no such input
  op({ inputs: x }, { scale: 1 });
});

test("wrong calls do not compile", () => {
  // @ts-expect-error float16 is no dtype yet
  tensor([1], { dtype: "float16" });
  // @ts-expect-error one options object, not positional options
  maxPool2d(x, 2, 2);
  // @ts-expect-error bias, then options
  conv2d(x, x, { padding: 1 });
  // @ts-expect-error PyTorch's spelling is keepdim, ours keepDim
  sum(x, 0, { keepdim: true });
  // @ts-expect-error shapes are arrays
  reshape(x, 2, 3);
  // @ts-expect-error the condition comes first
  where(1, x, x);
  // @ts-expect-error inputs are a list
  grad(x, x);
  // @ts-expect-error options are not the gradient
  x.backward({ retainGraph: true });
  // @ts-expect-error a tensor's shape does not change
  x.shape[0] = 1;
  // @ts-expect-error nor its dtype
  x.dtype = "int32" satisfies DType;
  cat([x, x], 1);
  split(x, [1, 2]);
  crossEntropy(x, x, { weight: null, labelSmoothing: 0.1 });
  expectTypeOf(new Generator(1).words(3)).toExtend<Uint32Array>();
});
