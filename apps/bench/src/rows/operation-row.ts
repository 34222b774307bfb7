import { Generator } from "@convoke/core";
import { type Geometry, type Operation, type OperationWorkload, type Row, type Work } from "../workload.js";
import { randomValues } from "./random-values.js";

export interface OperationRow extends Row {
  readonly operation: Operation;
  readonly shapes: readonly (readonly number[])[];
  workload(): OperationWorkload;
}

export const pointwise: Geometry = { kernelSize: 1, stride: 1, padding: 0, groups: 1 };

/** A row of one operation on random inputs of these shapes. */
export function operationRow(
  id: string, about: string, operation: Operation, shapes: readonly (readonly number[])[], work: Work, geometry = pointwise,
): OperationRow {
  return {
    id, about, work, operation, shapes,
    workload() {
      const generator = new Generator(1);
      return { kind: "operation", operation, inputs: shapes.map((shape) => randomValues(generator, shape)), geometry };
    },
  };
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Four bytes for each element of operands of these shapes. */
export const gigabytes = (...shapes: readonly (readonly number[])[]): Work => ({ unit: "GB/s", amount: 4 * shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) });
