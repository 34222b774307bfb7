import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test, vi } from "vitest";
import {
  arange, ArgumentError, BackendUnavailableError, currentBackend, DTypeError, eye, full, linspace, memory, ones, onesLike, rand, randn, setBackend, ShapeError, tensor, useBackend, zeros, zerosLike, type DType, type Tensor,
} from "./index.js";

const main = cpu();
setBackend(main);
const all = (each: Tensor) => ({ shape: each.shape, dtype: each.dtype, values: [...each.dataSync()] });
const dtypes = ["float32", "float64", "int32", "uint8", "bool"] as const;

describe("tensor", () => {
  test("of nested arrays and numbers", () => {
    expect(all(tensor([[1, 2], [3, 4]]))).toEqual({ shape: [2, 2], dtype: "float32", values: [1, 2, 3, 4] });
    expect(all(tensor(5))).toEqual({ shape: [], dtype: "float32", values: [5] });
    expect(all(tensor([]))).toEqual({ shape: [0], dtype: "float32", values: [] });
    expect(all(tensor([[], []]))).toEqual({ shape: [2, 0], dtype: "float32", values: [] });
    expect(all(tensor([[[7]]]))).toEqual({ shape: [1, 1, 1], dtype: "float32", values: [7] });
  });

  test("of booleans, alone and among numbers", () => {
    expect(all(tensor([true, false]))).toEqual({ shape: [2], dtype: "bool", values: [1, 0] });
    expect(all(tensor(true))).toEqual({ shape: [], dtype: "bool", values: [1] });
    expect(all(tensor([true, 2]))).toEqual({ shape: [2], dtype: "float32", values: [1, 2] });
  });

  test.each<[DType, ArrayBufferView & ArrayLike<number>]>([
    ["float32", Float32Array.of(1.5, 2)], ["float64", Float64Array.of(0.1, 2)], ["int32", Int32Array.of(-1, 2)], ["uint8", Uint8Array.of(1, 255)],
  ])("of typed arrays: %s", (dtype, data) => {
    expect(all(tensor(data as Float32Array))).toEqual({ shape: [2], dtype, values: Array.from(data) });
    expect(all(tensor(data as Float32Array, { shape: [2, 1], dtype: "float64" }))).toEqual({ shape: [2, 1], dtype: "float64", values: Array.from(data) });
  });

  test("copies its data, and takes a view of a larger buffer as it is", () => {
    const data = Float32Array.of(0, 1, 2, 3);
    const [x, y] = [tensor(data), tensor(data.subarray(1, 3))];
    data.fill(9);
    expect([all(x).values, all(y).values]).toEqual([[0, 1, 2, 3], [1, 2]]);
  });

  test.each(dtypes)("in %s", (dtype) => expect(all(tensor([0, 1, 3], { dtype }))).toEqual({ shape: [3], dtype, values: dtype === "bool" ? [0, 1, 1] : [0, 1, 3] }));

  test("rounds to float32 and keeps what is no number", () => {
    expect(all(tensor([0.1, NaN, -Infinity])).values).toEqual([Math.fround(0.1), NaN, -Infinity]);
    expect(Object.is(tensor(-0).itemSync(), -0)).toBe(true);
    expect(all(tensor([NaN, 0, -0], { dtype: "bool" })).values).toEqual([1, 0, 0]);
  });

  const errors: [Error, () => void][] = [
    [new ShapeError("tensor: nested arrays are ragged, an array of axis 1 has 1 elements, expected 2"), () => tensor([[1, 2], [3]])],
    [new ShapeError("tensor: nested arrays are ragged, a number stands at axis 1, expected 2 axes"), () => tensor([[1, 2], 3])],
    [new ShapeError("tensor: nested arrays are ragged, an array of axis 1 has 1 elements, expected a number"), () => tensor([1, [2]])],
    [new ShapeError("tensor: 3 values do not fill the shape [2, 2]"), () => tensor([1, 2, 3], { shape: [2, 2] })],
    [new ArgumentError("tensor: x is neither a number nor a boolean"), () => tensor(["x"] as never)],
    [new ArgumentError("tensor: null is neither a number nor a boolean"), () => tensor(null as never)],
    [new ArgumentError("tensor: 1 is neither a number nor a boolean"), () => tensor([1n] as never)],
    [new ArgumentError("tensor: undefined is neither a number nor a boolean"), () => tensor([1, undefined] as never)],
    [new DTypeError("tensor: value 256 at 1 does not fit uint8"), () => tensor([0, 256], { dtype: "uint8" })],
    [new DTypeError("tensor: value -1 at 0 does not fit uint8"), () => tensor(-1, { dtype: "uint8" })],
    [new DTypeError("tensor: value 0.5 at 0 does not fit int32"), () => tensor(Float32Array.of(0.5), { dtype: "int32" })],
    [new DTypeError("tensor: value NaN at 0 does not fit int32"), () => tensor([NaN], { dtype: "int32" })],
    [new DTypeError("tensor: value 2147483648 at 0 does not fit int32"), () => tensor([2 ** 31], { dtype: "int32" })],
    [new DTypeError("tensor: BigInt64Array has no dtype, expected one of float32, float64, int32, uint8, bool"), () => tensor(new BigInt64Array(1) as never)],
    [new DTypeError("requiresGrad: only float tensors have gradients, got bool"), () => tensor([true], { requiresGrad: true })],
    [new ArgumentError('tensor: dtype is "float16", expected one of "float32", "float64", "int32", "uint8", "bool"'), () => tensor([1], { dtype: "float16" as DType })],
    [new ArgumentError('tensor: unknown option "device", expected one of dtype, backend, requiresGrad, shape'), () => tensor([1], { device: "gpu" } as object)],
    [new ArgumentError("tensor: a size is -1, expected an integer of at least 0"), () => tensor([1], { shape: [-1] })],
    [new ArgumentError("tensor: shape is 4, expected an array of sizes"), () => tensor([1], { shape: 4 as never })],
  ];
  test.each(errors.map(([error, body]) => ({ message: error.message, error, body })))("$message", ({ error, body }) => expect(body).toThrow(error));

  test("of a canvas's clamped bytes", () => {
    expect(all(tensor(Uint8ClampedArray.of(1, 255) as never))).toEqual({ shape: [2], dtype: "uint8", values: [1, 255] });
  });
});

describe("filled tensors", () => {
  test.each(dtypes)("zeros, ones and full in %s", (dtype) => {
    expect(all(zeros([2, 1], { dtype }))).toEqual({ shape: [2, 1], dtype, values: [0, 0] });
    expect(all(ones([2], { dtype }))).toEqual({ shape: [2], dtype, values: [1, 1] });
    expect(all(full([], 3, { dtype }))).toEqual({ shape: [], dtype, values: [dtype === "bool" ? 1 : 3] });
    expect(all(eye(2, 3, { dtype }))).toEqual({ shape: [2, 3], dtype, values: [1, 0, 0, 0, 1, 0] });
  });

  test("of empty shapes", () => {
    expect(all(zeros([0, 3]))).toEqual({ shape: [0, 3], dtype: "float32", values: [] });
    expect(all(eye(0))).toEqual({ shape: [0, 0], dtype: "float32", values: [] });
  });

  test("like another: its shape, dtype and backend, not its wish for a gradient", () => {
    const other = cpu();
    const like = tensor([[1], [2]], { dtype: "float64", backend: other, requiresGrad: true });
    expect(all(zerosLike(like))).toEqual({ shape: [2, 1], dtype: "float64", values: [0, 0] });
    expect([onesLike(like).backend === other, onesLike(like).requiresGrad]).toEqual([true, false]);
    expect(all(onesLike(like, { dtype: "int32" }))).toEqual({ shape: [2, 1], dtype: "int32", values: [1, 1] });
  });

  test("keep their shape when the caller's array changes", () => {
    const shape = [2, 2];
    const x = zeros(shape);
    shape[0] = 9;
    expect(x.shape).toEqual([2, 2]);
  });

  test("are not made when the backend cannot hold them", () => {
    const before = memory();
    expect(() => full([2 ** 20, 2 ** 20], 0)).toThrow(new ArgumentError("full: [1048576, 1048576] is too large for backend cpu, expected at most 2147483647 elements and 64 axes"));
    expect(() => ones(Array(65).fill(1) as number[])).toThrow(ArgumentError);
    expect(() => zeros([Number.MAX_SAFE_INTEGER, 1e300] as number[])).toThrow(ArgumentError);
    expect(memory()).toEqual(before);
  });

  test.each<[string, (shape: never) => void]>([["a number", () => zeros(3 as never)], ["NaN", () => zeros([NaN])], ["a fraction", () => zeros([1.5])], ["a negative size", () => zeros([2, -1])], ["text", () => zeros(["2"] as never)], ["a typed array", () => zeros(Int32Array.of(2) as never)]])(
    "refuse a shape that is %s", (_, body) => expect(body).toThrow(ArgumentError),
  );

  test("name the function that was called", () => {
    expect(() => zeros([-1])).toThrow("zeros: a size is -1");
    expect(() => ones([1], { shape: [1] } as object)).toThrow('ones: unknown option "shape"');
    expect(() => full([1], 0.5, { dtype: "int32" })).toThrow("full: value 0.5");
    expect(() => linspace(0, 1, 3, { dtype: "int32" })).toThrow("linspace: value 0.5");
  });

  test("want a number", () => {
    expect(() => full([2], undefined as never)).toThrow(ArgumentError);
    expect(() => full([2], "3" as never)).toThrow(ArgumentError);
  });

  test("huge ones fail with a typed error before anything is computed", () => {
    for (const body of [() => arange(1e12), () => linspace(0, 1, 1e12), () => eye(1e6), () => randn([2 ** 40]), () => rand([2 ** 40], { dtype: "float64" })]) expect(body).toThrow(ArgumentError);
  });
});

describe("ranges", () => {
  test("arange with one, two and three numbers, options last", () => {
    expect(all(arange(3))).toEqual({ shape: [3], dtype: "float32", values: [0, 1, 2] });
    expect(all(arange(2, 5, { dtype: "int32" }))).toEqual({ shape: [3], dtype: "int32", values: [2, 3, 4] });
    expect(all(arange(1, 2, 0.25)).values).toEqual([1, 1.25, 1.5, 1.75]);
    expect(all(arange(3, 0, -1)).values).toEqual([3, 2, 1]);
    expect(all(arange(0)).values).toEqual([]);
    expect(all(arange(0, 5, 2)).values).toEqual([0, 2, 4]);
  });

  test.each<[string, () => void]>([
    ["arange: 0 … 1 by 0 does not end", () => arange(0, 1, 0)],
    ["arange: 0 … Infinity by 1 does not end", () => arange(Infinity)],
    ["arange: 5 … 0 by 1 does not end", () => arange(5, 0)],
    ["arange: NaN … 1 by 1 does not end", () => arange(NaN, 1)],
  ])("%s", (message, body) => expect(body).toThrow(new ArgumentError(message)));

  test("linspace meets both ends exactly", () => {
    expect(all(linspace(0, 1, 5)).values).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(all(linspace(2, 2, 1)).values).toEqual([2]);
    expect(all(linspace(0, 1, 0)).values).toEqual([]);
    const values = all(linspace(-0.1, 0.7, 11, { dtype: "float64" })).values;
    expect([values[0], values.at(-1)]).toEqual([-0.1, 0.7]);
    for (let i = 0; i < 11; i++) expect(Math.abs(values[i]! - (-0.1 + 0.08 * i))).toBeLessThan(1e-15);
    expect(() => linspace(0, 1, -1)).toThrow(new ArgumentError("linspace: steps is -1, expected an integer of at least 0"));
    expect(() => linspace(0, 1, 2.5)).toThrow(ArgumentError);
  });
});

describe("the backend of new tensors", () => {
  test("is the chosen one, a temporary one, or the option's", () => {
    const [second, third] = [cpu(), cpu()];
    expect(zeros([1]).backend).toBe(main);
    {
      using _ = useBackend(second);
      expect([zeros([1]).backend === second, zeros([1], { backend: third }).backend === third]).toEqual([true, true]);
      {
        using _inner = useBackend(third);
        expect(currentBackend()).toBe(third);
      }
      expect(currentBackend()).toBe(second);
    }
    expect(currentBackend()).toBe(main);
  });

  test("handles may be disposed in any order", () => {
    const [second, third] = [cpu(), cpu()];
    const [a, b] = [useBackend(second), useBackend(third)];
    a[Symbol.dispose]();
    expect(currentBackend()).toBe(third);
    b[Symbol.dispose]();
    expect(currentBackend()).toBe(main);
  });

  test("a handle that is disposed twice does not end another one", () => {
    const second = cpu();
    using _outer = useBackend(second);
    const inner = useBackend(second);
    inner[Symbol.dispose]();
    inner[Symbol.dispose]();
    expect(currentBackend()).toBe(second);
  });

  test("none is an error that says what to import", async () => {
    vi.resetModules();
    const fresh = await import("./index.js");
    expect(() => fresh.zeros([1])).toThrow(new BackendUnavailableError("no backend was chosen", { hint: 'import from "convoke/cpu" instead, or call setBackend(cpu()) first' }));
  });

  test("must be a backend: not its factory, not a promise of one", () => {
    try {
      expect(() => setBackend(cpu as never)).toThrow(ArgumentError);
      expect(() => setBackend(Promise.resolve(cpu()) as never)).toThrow(ArgumentError);
    } finally {
      setBackend(main);
    }
  });
});
