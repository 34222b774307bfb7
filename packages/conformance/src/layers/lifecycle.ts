import { memory, randn, tidy, useBackend } from "@convoke/core";
import { binaryOps, dense, dtypes, sliceLayout, unaryOps, uniformNumbers, type Backend, type Storage, type TypedArray, type View } from "@convoke/core/backend";
import type { Check, CheckContext } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";
import { smallNet, trainStep } from "./small-net.js";

const size = 64 * 64;
const shape = [64, 64];

function view(storage: Storage, as: readonly number[] = shape): View {
  return { storage, layout: dense(as) };
}

function numbers(seed: number, count = size): Float32Array {
  return uniformNumbers(count, [seed, 5], 0).map((value) => value - 0.5);
}

function expectBits(what: string, actual: TypedArray, expected: TypedArray): void {
  if (actual.length !== expected.length) throw new ConformanceFailure(`${what}: ${actual.length} elements, expected ${expected.length}`);
  const at = expected.findIndex((value, i) => !Object.is(value, actual[i]));
  if (at >= 0) throw new ConformanceFailure(`${what}: element ${at} is ${actual[at]}, expected ${expected[at]}`);
}

/** A product that keeps the device busy for a moment: what hurries past it is seen. */
function slow(backend: Backend, a: Storage): Storage {
  const batched = (storage: Storage): View => view(storage, [1, ...shape]);
  let result = backend.matmul(batched(a), batched(a));
  for (let i = 0; i < 3; i++) {
    const next = backend.matmul(batched(result), batched(a));
    backend.free(result);
    result = next;
  }
  return result;
}

/** Ownership and order, as the contract states them. Each takes the backend only, not the dtype. */
const cases: Readonly<Record<string, (backend: Backend) => Promise<void>>> = {
  "a freed input still counts for what was enqueued before": async (backend) => {
    const a = backend.write(numbers(1), "float32");
    const undisturbed = slow(backend, a);
    const expected = await backend.read(undisturbed);
    const b = backend.write(numbers(1), "float32");
    const result = slow(backend, b);
    backend.free(b);
    const others = Array.from({ length: 4 }, (_, i) => backend.write(numbers(50 + i), "float32"));
    expectBits("product after free and write", await backend.read(result), expected);
    for (const storage of [a, undisturbed, result, ...others]) backend.free(storage);
  },
  "a read gives the old bits when its storage is donated afterwards": async (backend) => {
    const data = numbers(2);
    const storage = backend.write(data, "float32");
    const early = backend.read(storage);
    const donated = backend.unary("neg", view(storage), storage);
    expectBits("read before the donation", await early, data);
    expectBits("result of the donation", await backend.read(donated), data.map((value) => -value));
    backend.free(donated);
  },
  "a read gives the old bits when its storage is overwritten afterwards": async (backend) => {
    const data = numbers(3);
    const storage = backend.write(data, "float32");
    const early = backend.read(storage);
    const zeros = backend.fill(64, 0, "float32");
    const target = backend.updateSlice(storage, sliceLayout(dense(shape), 0, 0, 1), view(zeros, [1, 64]));
    expectBits("read before updateSlice", await early, data);
    expectBits("after updateSlice", await backend.read(target), data.map((value, i) => (i < 64 ? 0 : value)));
    backend.free(zeros);
    backend.free(target);
  },
  "a read gives the old bits when its storage is freed and taken again": async (backend) => {
    const data = numbers(4);
    const storage = backend.write(data, "float32");
    const early = backend.read(storage);
    backend.free(storage);
    const next = backend.fill(size, 9, "float32");
    expectBits("read before free", await early, data);
    backend.free(next);
  },
  "a read is a copy of its own": async (backend) => {
    const data = numbers(5);
    const storage = backend.write(data, "float32");
    (await backend.read(storage)).fill(7);
    expectBits("second read", await backend.read(storage), data);
    if (backend.readSync) {
      backend.readSync(storage).fill(7);
      expectBits("synchronous read", backend.readSync(storage), data);
    }
    backend.free(storage);
  },
  "write copies": async (backend) => {
    const data = numbers(6);
    const storage = backend.write(data, "float32");
    const expected = data.slice();
    data.fill(3);
    expectBits("read", await backend.read(storage), expected);
    backend.free(storage);
  },
  "copy gives storage of its own": async (backend) => {
    const data = numbers(7);
    const storage = backend.write(data, "float32");
    const copy = backend.copy(view(storage), "float32");
    const zeros = backend.fill(size, 0, "float32");
    const changed = backend.updateSlice(copy, dense(shape), view(zeros));
    expectBits("original", await backend.read(storage), data);
    for (const each of [storage, zeros, changed]) backend.free(each);
  },
  "reuse changes no bit": async (backend) => {
    for (const op of unaryOps.filter((each) => !["not", "isNaN", "isFinite"].includes(each))) {
      const plain = backend.write(numbers(8), "float32");
      const donated = backend.write(numbers(8), "float32");
      const expected = backend.unary(op, view(plain));
      const actual = backend.unary(op, view(donated), donated);
      expectBits(op, await backend.read(actual), await backend.read(expected));
      for (const each of [plain, expected, actual]) backend.free(each);
    }
    for (const op of binaryOps.filter((each) => ["add", "sub", "mul", "div", "pow", "max", "min"].includes(each))) {
      const [plain, donated, other] = [8, 8, 9].map((seed) => backend.write(numbers(seed), "float32")) as [Storage, Storage, Storage];
      const expected = backend.binary(op, view(plain), view(other));
      const actual = backend.binary(op, view(donated), view(other), donated);
      expectBits(op, await backend.read(actual), await backend.read(expected));
      for (const each of [plain, other, expected, actual]) backend.free(each);
    }
  },
  "storage that was used before is no different": async (backend) => {
    for (let round = 0; round < 20; round++) {
      const count = 1 + ((round * 37) % 300);
      const dirty = backend.fill(count, NaN, "float32");
      backend.free(dirty);
      const ones = backend.fill(count, 1, "float32");
      const sum = backend.reduce("sum", view(ones, [count]), [0]);
      const total = (await backend.read(sum))[0];
      if (total !== count) throw new ConformanceFailure(`sum of ${count} ones is ${total}`);
      backend.free(ones);
      backend.free(sum);
    }
  },
  "reads come back in any order of awaiting": async (backend) => {
    const storages = Array.from({ length: 32 }, (_, i) => backend.fill(100, i, "float32"));
    const reads = storages.map((storage) => backend.read(storage));
    for (const storage of storages) backend.free(storage);
    for (const i of [31, 0, 17, 5]) expectBits(`read ${i}`, await reads[i]!, new Float32Array(100).fill(i));
    await Promise.all(reads);
  },
  "uniform gives core's bits": async (backend) => {
    for (const [count, counter] of [[1, 0], [100, 0], [33, 7], [5, 2 ** 33 + 1]] as const) {
      const storage = backend.uniform(count, [42, 3], counter);
      expectBits(`uniform ${count} from ${counter}`, await backend.read(storage), uniformNumbers(count, [42, 3], counter));
      backend.free(storage);
    }
  },
  "every dtype survives a round trip": async (backend) => {
    const extremes = { float32: [0, -0, 1.5, 3e38, 1e-38], float64: [0, 1e300, -1e-300], int32: [0, -1, 2 ** 24, -(2 ** 24)], uint8: [0, 1, 255], bool: [0, 1] };
    for (const dtype of dtypes.filter((each) => backend.capabilities.dtypes.has(each))) {
      const zeros = backend.fill(extremes[dtype].length, 0, dtype);
      const data = await backend.read(zeros);
      data.set(extremes[dtype]);
      const storage = backend.write(data, dtype);
      expectBits(dtype, await backend.read(storage), data);
      backend.free(zeros);
      backend.free(storage);
    }
  },
  "capabilities and info tell the truth": async (backend) => {
    const { capabilities } = backend;
    if (!capabilities.dtypes.has("float32")) throw new ConformanceFailure("float32 is missing");
    if (capabilities.syncRead !== (backend.readSync !== undefined)) throw new ConformanceFailure(`syncRead is ${capabilities.syncRead}, readSync is ${typeof backend.readSync}`);
    const info = backend.info();
    if (typeof info.name !== "string" || JSON.stringify(JSON.parse(JSON.stringify(info))) !== JSON.stringify(info)) throw new ConformanceFailure("info() is not plain JSON with a name");
    await backend.flush();
  },
};

async function trainingLeavesNothing(context: CheckContext): Promise<void> {
  using _ = useBackend(context.backend);
  const net = smallNet(context);
  trainStep(net).dispose();
  const before = memory();
  for (let step = 0; step < 10; step++) trainStep(net).dispose();
  const after = memory();
  if (after.tensors !== before.tensors || after.bytes !== before.bytes) {
    throw new ConformanceFailure(`10 training steps left ${after.tensors - before.tensors} tensors and ${after.bytes - before.bytes} bytes`);
  }
  net.dispose();
}

async function readInsideTidy(context: CheckContext): Promise<void> {
  using _ = useBackend(context.backend);
  const { early, expected } = tidy(() => {
    const x = randn([100], { dtype: context.dtype });
    return { early: x.add(1).data(), expected: x.data() };
  });
  const [actual, base] = [await early, await expected];
  const round = context.dtype === "float32" ? Math.fround : (value: number): number => value;
  if (actual.some((value, i) => value !== round(base[i]! + 1))) throw new ConformanceFailure("a read inside tidy, awaited after it, gave other numbers");
}

/** Leaks, use after free, order, donation. */
export function lifecycleChecks(): Check[] {
  const check = (name: string, run: (context: CheckContext) => Promise<void>): Check => ({
    op: "backend",
    layer: "lifecycle",
    name,
    run: async (context) => {
      await run(context);
      return { cases: 1, worst: 0 };
    },
  });
  return [
    ...Object.entries(cases).map(([name, run]) => check(name, ({ backend }) => run(backend))),
    check("training leaves no tensor behind", trainingLeavesNothing),
    check("a read inside tidy, awaited after it", readInsideTidy),
  ];
}
