/** Random operands for elementwise steps, and steps run whole and in pieces. */
import type { Layout } from "@convoke/core/backend";
import { Arena, randomCuts } from "./arena.test-support.js";
import { positions, randomLayout, randomShape } from "./layout.test-support.js";
import type { Operand } from "./plans/elementwise.js";
import type { Step } from "./plans/step.js";
import type { Random } from "./random.test-support.js";

const arena = new Arena(false, 64);

export interface Data {
  readonly values: Uint32Array | Int32Array | Uint8Array;
  readonly layout: Layout;
}

/** Random bits of `width` bytes under a random layout. */
export function randomData(random: Random, shape: readonly number[], width: 1 | 4, draw: () => number = () => Math.floor(random() * 2 ** 32)): Data {
  const { layout, length } = randomLayout(random, shape);
  return { layout, values: width === 4 ? Uint32Array.from({ length }, draw) : Uint8Array.from({ length }, draw) };
}

export const elementsOf = ({ values, layout }: Data): number[] => positions(layout).map((at) => values[at]!);

/** Runs a step over the data and gives `bytes` bytes of output; the bytes behind them must stay. */
function run(random: Random | null, data: readonly Data[], bytes: number, step: (operands: Operand[], output: number) => Step): Uint8Array<ArrayBuffer> {
  arena.reset();
  const operands = data.map(({ values, layout }) => {
    const pointer = arena.bytes(values.byteLength);
    new Uint8Array(arena.memory.buffer, pointer).set(new Uint8Array(values.buffer));
    return { pointer, layout };
  });
  const output = arena.bytes(bytes + 16);
  arena.run([step(operands, output)], random ? randomCuts(random) : undefined);
  const written = new Uint8Array(arena.memory.buffer, output, bytes + 16).slice();
  if (written.subarray(bytes).some((byte) => byte !== 0xff)) throw new Error(`wrote beyond its ${bytes} bytes of output`);
  return written.slice(0, bytes);
}

/** The output in one piece, after pieces have given the same. */
export function both(random: Random, data: readonly Data[], bytes: number, step: (operands: Operand[], output: number) => Step): Uint8Array<ArrayBuffer> {
  const whole = run(null, data, bytes, step), pieces = run(random, data, bytes, step);
  const different = whole.findIndex((byte, i) => byte !== pieces[i]);
  if (different >= 0) throw new Error(`pieces give another byte at ${different} than the whole`);
  return whole;
}

export function shapes(random: Random): (readonly number[])[] {
  const small = Array.from({ length: 30 }, (_, i) => randomShape(random, i % 6, 14));
  return [...small, [0], [3, 0, 2], [1024], [1023], [1025], [5, 617], [40, 1, 77], [3100]];
}
