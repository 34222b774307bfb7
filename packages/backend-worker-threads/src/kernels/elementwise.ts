import { sizeOf, type BinaryOp, type DerivedKernels, type RequiredKernels, type UnaryOp, type View } from "@convoke/core/backend";
import { binary, bitsOf, cast, concat, fill, reluGrad, unary, updateSlice, where, type Operand } from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import { kernelDType, widthOf, type SharedStorage } from "../memory/storage.js";

type Elementwise = Pick<RequiredKernels<SharedStorage>, "fill" | "copy" | "updateSlice" | "unary" | "binary" | "where"> & Pick<DerivedKernels<SharedStorage>, "concat" | "reluGrad">;

const givesBool: ReadonlySet<UnaryOp | BinaryOp> = new Set(["isNaN", "isFinite", "not", "eq", "ne", "lt", "le", "and", "or", "xor"] as const);

/** Kernels that treat each element by itself. */
export function elementwiseKernels(device: Device): Elementwise {
  const operand = ({ storage, layout }: View<SharedStorage>): Operand => ({ pointer: device.live(storage).pointer, layout });
  return {
    fill(size, value, dtype) {
      const output = device.allocate(kernelDType(dtype), size);
      device.run(fill(output.pointer, size, bitsOf(value, output.dtype), widthOf(output.dtype)));
      return output;
    },
    copy(x, dtype) {
      const from = operand(x), output = device.allocate(kernelDType(dtype), sizeOf(x.layout.shape));
      device.run(cast(from, output.pointer, x.storage.dtype, output.dtype));
      return output;
    },
    updateSlice(target, at, x) {
      device.run(updateSlice(device.live(target).pointer, at, operand(x), widthOf(target.dtype)));
      return target;
    },
    unary(op, x, reuse) {
      const from = operand(x), { dtype } = x.storage;
      const output = device.allocateOrReuse(givesBool.has(op) ? "bool" : dtype, sizeOf(x.layout.shape), reuse);
      device.run(unary(op, from, output.pointer, dtype));
      return output;
    },
    binary(op, a, b, reuse) {
      const left = operand(a), right = typeof b === "number" ? b : operand(b), { dtype } = a.storage;
      const output = device.allocateOrReuse(givesBool.has(op) ? "bool" : dtype, sizeOf(a.layout.shape), reuse);
      device.run(binary(op, left, right, output.pointer, dtype));
      return output;
    },
    where(condition, a, b) {
      const operands = [operand(condition), operand(a), operand(b)] as const, { dtype } = a.storage;
      const output = device.allocate(dtype, sizeOf(a.layout.shape));
      device.run(where(...operands, output.pointer, widthOf(dtype)));
      return output;
    },
    reluGrad(gradOutput, output) {
      const operands = [operand(gradOutput), operand(output)] as const, gradInput = device.allocate("float32", sizeOf(output.layout.shape));
      device.run(reluGrad(...operands, gradInput.pointer));
      return gradInput;
    },
    concat(parts, axis) {
      const operands = parts.map(operand), { dtype } = parts[0]!.storage;
      const output = device.allocate(dtype, parts.reduce((size, part) => size + sizeOf(part.layout.shape), 0));
      device.runAll(concat(operands, axis, output.pointer, widthOf(dtype)));
      return output;
    },
  };
}
