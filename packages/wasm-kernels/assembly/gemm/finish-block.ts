/**
 * output[r, c] = activation(output[r, c] + bias[c] + residual[r, c]): what follows a sum, while it lies in the cache.
 *
 * Row r of the output begins at output + r · rowBytes; column c lies at byte 4·c of it, or at lanes[c] where `lanes` is given. The residual is laid out
 * as the output, `residualShift` bytes further on. Null pointers are left out.
 */
import { activate, activate4 } from "./epilogue";
import { isRun } from "./lanes";

@unmanaged
export class Finish {
  bias: usize;
  residualShift: usize;
  activation: u32;
}

export function finishBlock(finish: Finish, rows: u32, columns: u32, output: usize, rowBytes: usize, lanes: usize): void {
  const residualShift = finish.residualShift, activation = finish.activation;
  if (!(finish.bias | residualShift | activation)) return;
  for (let column: u32 = 0; column < columns; column += 8) {
    const bias = finish.bias ? finish.bias + (<usize>column << 2) : 0, cells = lanes ? lanes + (<usize>column << 2) : 0;
    const isVector = column + 8 <= columns && (!cells || isRun(cells)), width = min(8, columns - column);
    const bias0 = isVector && bias ? v128.load(bias) : f32x4.splat(0), bias1 = isVector && bias ? v128.load(bias, 16) : f32x4.splat(0);
    let at = output + (!cells ? <usize>column << 2 : isVector ? load<u32>(cells) : 0);
    for (let row: u32 = 0; row < rows; row++, at += rowBytes) {
      if (isVector) {
        let value0 = v128.load(at), value1 = v128.load(at, 16);
        if (bias) {
          value0 = f32x4.add(value0, bias0);
          value1 = f32x4.add(value1, bias1);
        }
        if (residualShift) {
          value0 = f32x4.add(value0, v128.load(at + residualShift));
          value1 = f32x4.add(value1, v128.load(at + residualShift, 16));
        }
        v128.store(at, activate4(value0, activation));
        v128.store(at, activate4(value1, activation), 16);
      } else {
        for (let c: usize = 0; c < width; c++) {
          const cell = at + (cells ? load<u32>(cells + (c << 2)) : c << 2);
          let value = load<f32>(cell);
          if (bias) value += load<f32>(bias + (c << 2));
          if (residualShift) value += load<f32>(cell + residualShift);
          store<f32>(cell, activate(value, activation));
        }
      }
    }
  }
}
