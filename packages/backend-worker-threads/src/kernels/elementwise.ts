import { sizeOf, type BinaryOp, type RequiredKernels, type UnaryOp } from "@convoke/core/backend";
import { binary, copy, fill, unary, updateSlice, where } from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import { widthOf, type SharedStorage } from "../memory/storage.js";
import { collapseAll, operandsOf } from "./operands.js";

const givesBool: ReadonlySet<UnaryOp | BinaryOp> = new Set(["isNaN", "isFinite", "not", "eq", "ne", "lt", "le", "and", "or", "xor"] as const);

/** Kernels that treat each element by itself. */
export function elementwiseKernels(device: Device) {
  const kernels: Pick<RequiredKernels<SharedStorage>, "fill" | "copy" | "updateSlice" | "unary" | "binary" | "where"> = {
    fill(size, value, dtype) {
      const output = device.allocate(dtype, size);
      device.run(fill(output.pointer, size, bitsOf(value, dtype), widthOf(dtype)));
      return output;
    },
    copy(x, dtype) {
      const [operand] = operandsOf(device, x), output = device.allocate(dtype, sizeOf(x.layout.shape));
      device.run(copy(operand!, output.pointer, widthOf(dtype)));
      return output;
    },
    updateSlice(target, at, x) {
      const [from, place] = collapseAll([x.layout, at]);
      device.run(updateSlice(device.live(target).pointer, place!, { pointer: device.live(x.storage).pointer, layout: from! }, widthOf(target.dtype)));
      return target;
    },
    unary(op, x, reuse) {
      const [operand] = operandsOf(device, x);
      const output = device.allocateOrReuse(givesBool.has(op) ? "bool" : x.storage.dtype, sizeOf(x.layout.shape), reuse);
      device.run(unary(op, operand!, output.pointer));
      return output;
    },
    binary(op, a, b, reuse) {
      const dtype = givesBool.has(op) ? "bool" : a.storage.dtype;
      if (typeof b === "number") {
        const scalar = kernels.fill(1, b, a.storage.dtype);
        const output = kernels.binary(op, a, { storage: scalar, layout: { shape: a.layout.shape, strides: a.layout.shape.map(() => 0), offset: 0 } }, reuse);
        device.free(scalar);
        return output;
      }
      const [left, right] = operandsOf(device, a, b), output = device.allocateOrReuse(dtype, sizeOf(a.layout.shape), reuse);
      device.run(binary(op as "add", left!, right!, output.pointer));
      return output;
    },
    where(condition, a, b) {
      const [mask, left, right] = operandsOf(device, condition, a, b), output = device.allocate(a.storage.dtype, sizeOf(a.layout.shape));
      device.run(where(mask!, left!, right!, output.pointer));
      return output;
    },
  };
  return kernels;
}

const float = new Float32Array(1), bits = new Int32Array(float.buffer);

function bitsOf(value: number, dtype: SharedStorage["dtype"]): number {
  if (dtype === "bool") return +(value !== 0);
  if (dtype !== "float32") return value;
  float[0] = value;
  return bits[0]!;
}
