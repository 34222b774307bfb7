/** A memory for tests: operands one after the other with guard bytes between them, and steps run whole or in pieces. */
import process from "node:process";
import { compileAsync, instantiate, type Kernels } from "./kernels.js";
import type { Step } from "./plans/step.js";

const guard = 64;

/** `npm run test:relaxed` runs the same tests over the other build. */
const options = { relaxed: process.env["CONVOKE_RELAXED"] === "1" };
const modules = [await compileAsync(false, options), await compileAsync(true, options)] as const;

export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly module: WebAssembly.Module;
  readonly kernels: Kernels;
  #end = 1024;

  constructor(shared = false, pages = 256) {
    this.memory = new WebAssembly.Memory({ initial: pages, maximum: pages, ...(shared && { shared }) });
    this.module = modules[shared ? 1 : 0];
    this.kernels = instantiate(this.memory, this.module);
  }

  /** Forgets all operands and fills the memory with NaN (the byte 0xff), so that nothing that was not written looks right. */
  reset(): void {
    new Uint8Array(this.memory.buffer).fill(0xff);
    this.#end = 1024;
  }

  /** Room for bytes, 16-byte aligned. */
  bytes(size: number): number {
    const at = this.#end;
    this.#end = at + 16 * Math.ceil((size + guard) / 16);
    if (this.#end > this.memory.buffer.byteLength) throw new Error("arena: out of memory");
    return at;
  }

  floats(values: ArrayLike<number>): number {
    const at = this.bytes(4 * values.length);
    new Float32Array(this.memory.buffer, at, values.length).set(values);
    return at;
  }

  readFloats(at: number, size: number): Float32Array {
    return new Float32Array(this.memory.buffer, at, size).slice();
  }

  /**
   * Runs the steps, each in the pieces that `cut` makes of its units, every other one first: a piece that leaves its units
   * spoils what a neighbour on either side has written.
   */
  run(steps: readonly Step[], cut: (units: number) => readonly number[] = () => []): void {
    for (const step of steps) {
      const block = this.bytes(4 * step.block.length);
      new Int32Array(this.memory.buffer, block, step.block.length).set(step.block);
      const scratch = this.bytes(step.scratchBytes);
      const end = scratch + step.scratchBytes;
      new Uint8Array(this.memory.buffer, end, guard).fill(0xa5);
      const edges = [0, ...cut(step.units), step.units];
      const pieces = [...edges.keys()].slice(1);
      for (const i of [...pieces.filter((piece) => piece % 2 === 1), ...pieces.filter((piece) => piece % 2 === 0)]) {
        new Uint8Array(this.memory.buffer, scratch, step.scratchBytes).fill(0xff);
        this.kernels[step.kernel](block, edges[i - 1]!, edges[i]!, scratch);
      }
      if (new Uint8Array(this.memory.buffer, end, guard).some((byte) => byte !== 0xa5)) throw new Error(`${step.kernel}: wrote beyond its ${step.scratchBytes} bytes of scratch`);
    }
  }
}

/** Cuts [0, units) at up to 4 random places. */
export function randomCuts(random: () => number): (units: number) => number[] {
  return (units) => Array.from({ length: 4 }, () => Math.floor(random() * (units + 1))).sort((a, b) => a - b);
}
