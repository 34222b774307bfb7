// What the inner loop of every product reaches when its operands lie in the first-level cache: the measure of all else.
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const source = `
import { multiplyRows } from "./assembly/gemm/multiply-tile";
export function run(times: u32, height: u32): void {
  for (let i: u32 = 0; i < times; i++) multiplyRows(height, 4096, 16384, 256, 0, 1024, 32, false);
}`;

/** A function that measures GFLOP/s anew, in about 10 ms. */
export async function bareTile(relaxed) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  let bytes;
  const { error, stderr } = await asc.main(["bare-tile.ts", "--outFile", "bare.wasm", "-O3", "--noAssert", "--runtime", "stub", "--use", "abort=", "--enable", "simd", ...(relaxed ? ["--enable", "relaxed-simd"] : [])], {
    readFile: (name) => {
      if (name === "bare-tile.ts") return source;
      try {
        return readFileSync(root + name, "utf8");
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => void (bytes = contents),
    listFiles: () => [],
  });
  if (error) throw new Error(stderr.toString());
  const { memory, run } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports;
  if (memory.buffer.byteLength < 65_536) memory.grow(1);
  const times = 12_000, height = relaxed ? 6 : 4;
  for (let i = 0; i < 20; i++) run(times / 10, height);   // until the optimizing compiler has been there
  return () => {
    const start = performance.now();
    run(times, height);
    return times * 256 * 16 * height / (performance.now() - start) / 1e6;
  };
}
