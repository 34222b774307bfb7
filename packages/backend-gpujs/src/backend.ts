import { allocate, defineBackend, sizeOf, type Backend, type BinaryOp, type DType, type TypedArray, type UnaryOp } from "@convoke/core/backend";
import { classLosses } from "./class-losses.js";
import { convolutions } from "./convolutions.js";
import { maxElements, type Device } from "./device.js";
import { indexingOf } from "./indexing.js";
import { describeDevice } from "./info.js";
import { binaryNumberProgram, binaryProgram } from "./kernels/binary.js";
import { copyProgram, fillProgram, wrapSource } from "./kernels/copy.js";
import { reluGradProgram } from "./kernels/relu-grad.js";
import { unaryProgram } from "./kernels/unary.js";
import { nested, updateSliceProgram } from "./kernels/update-slice.js";
import { whereProgram } from "./kernels/where.js";
import { normalisation } from "./normalisation.js";
import { optimizerSteps } from "./optimizer-steps.js";
import { pools } from "./pools.js";
import { products } from "./products.js";
import { reductions } from "./reductions.js";
import type { GpuStorage } from "./storage.js";

const givesBool: ReadonlySet<UnaryOp | BinaryOp> = new Set(["isNaN", "isFinite", "not", "eq", "ne", "lt", "le", "and", "or", "xor"] as const);

/** The contract on a device: sizes, dtypes and dims of the programs that run. */
export function makeBackend(device: Device, reason: string): Backend<GpuStorage> {
  const toDType = (values: Float32Array, dtype: DType): TypedArray => {
    if (dtype === "float32") return values;
    const data = allocate(dtype, values.length);
    data.set(values);
    return data;
  };
  const resultDType = (op: UnaryOp | BinaryOp, dtype: DType): DType => (givesBool.has(op) ? "bool" : dtype);
  /** A donated storage is the backend's; no kernel can write to what it reads. */
  const consume = (result: GpuStorage, reuse: GpuStorage | undefined): GpuStorage => {
    if (reuse) device.free(reuse);
    return result;
  };

  return defineBackend<GpuStorage>({
    specVersion: 1,
    name: "gpujs",
    capabilities: { dtypes: new Set(["float32", "int32", "uint8", "bool"]), strictFloat: false, syncRead: true, maxElements, maxRank: 16, exactInt: 2 ** 24 },
    info: () => describeDevice(device, reason),

    write: (data, dtype) => device.write(castHost(data, dtype), dtype),
    read: async (storage) => toDType(await device.read(storage), storage.dtype),
    readSync: (storage) => toDType(device.readSync(storage), storage.dtype),
    free: (storage) => device.free(storage),
    flush: () => device.flush(),
    dispose: () => device.dispose(),

    fill: (size, value, dtype) => device.run(fillProgram, dtype, size, [], [], [castHost([value], dtype)[0]!]),
    copy(x, dtype) {
      const { rank, dims } = indexingOf([x.layout]);
      return device.run(copyProgram(x.storage.dtype, dtype, rank), dtype, sizeOf(x.layout.shape), [x.storage], dims);
    },
    updateSlice(target, at, x) {
      const { rank, dims } = nested(at, x.layout);
      if (sizeOf(at.shape) === 0) return device.live(target);
      return consume(device.run(updateSliceProgram(rank), target.dtype, target.size, [target, x.storage], dims), target);
    },
    unary(op, x, reuse) {
      const { rank, dims } = indexingOf([x.layout]);
      const { dtype } = x.storage;
      const size = sizeOf(x.layout.shape);
      const run = (row: GpuStorage, rowDims: readonly number[]): GpuStorage => device.run(unaryProgram(op, wrapSource(dtype)), resultDType(op, dtype), size, [row], rowDims);
      if (rank === 1) return consume(run(x.storage, dims), reuse);
      // Other layouts are rare: a copy saves a kernel for each function and rank.
      const dense = device.run(copyProgram(dtype, dtype, rank), dtype, size, [x.storage], dims);
      const result = run(dense, [1, 0]);
      device.free(dense);
      return consume(result, reuse);
    },
    binary(op, a, b, reuse) {
      const { dtype } = a.storage;
      const size = sizeOf(a.layout.shape);
      if (typeof b === "number") {
        const { rank, dims } = indexingOf([a.layout]);
        return consume(device.run(binaryNumberProgram(op, rank, wrapSource(dtype)), resultDType(op, dtype), size, [a.storage], dims, [castHost([b], dtype)[0]!]), reuse);
      }
      const { rank, dims } = indexingOf([a.layout, b.layout]);
      return consume(device.run(binaryProgram(op, rank, wrapSource(dtype)), resultDType(op, dtype), size, [a.storage, b.storage], dims), reuse);
    },
    where(condition, a, b) {
      const { rank, dims } = indexingOf([condition.layout, a.layout, b.layout]);
      return device.run(whereProgram(rank), a.storage.dtype, sizeOf(a.layout.shape), [condition.storage, a.storage, b.storage], dims);
    },
    reluGrad(gradOutput, output) {
      const { rank, dims } = indexingOf([gradOutput.layout, output.layout]);
      return device.run(reluGradProgram(rank), gradOutput.storage.dtype, sizeOf(gradOutput.layout.shape), [gradOutput.storage, output.storage], dims);
    },
    ...reductions(device),
    ...products(device),
    ...convolutions(device),
    ...pools(device),
    ...normalisation(device),
    ...classLosses(device),
    ...optimizerSteps(device),
  });
}

/** Numbers as a dtype holds them. */
function castHost(data: ArrayLike<number>, dtype: DType): TypedArray {
  const values = allocate(dtype, data.length);
  if (dtype === "bool") for (let i = 0; i < data.length; i++) values[i] = +(data[i] !== 0);
  else values.set(data);
  return values;
}
