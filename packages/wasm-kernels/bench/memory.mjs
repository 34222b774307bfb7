// node bench/memory.mjs [--only text,text] [--against dist/index.js] [--relaxed]: kernels that memory bounds, on one thread, beside a plain copy of as many bytes.
//
// Runs dist (npm run build, in core first). A row's runs take turns with the copy and, with --against, with the kernels of another build. Medians; GB/s counts what
// must be read and written once, share is the copy's time ÷ the row's, pair by pair.
import { performance } from "node:perf_hooks";
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({
  options: { only: { type: "string", default: "" }, against: { type: "string" }, relaxed: { type: "boolean", default: false }, rounds: { type: "string", default: "60" } },
});
const memory = new WebAssembly.Memory({ initial: 2048, maximum: 2048, shared: true });
const builds = [];
for (const url of [new URL("../dist/index.js", import.meta.url), ...(options.against ? [pathToFileURL(resolve(options.against))] : [])]) {
  const api = await import(url.href);
  builds.push({ api, kernels: api.instantiate(memory, await api.compileAsync(true, { relaxed: options.relaxed })) });
}
const [batch, channels] = [8, 64], map = 56 * 56, size = batch * channels * map, flat = { shape: [size], strides: [1], offset: 0 };
const noise = Float32Array.from({ length: 4093 }, (_, i) => ((i * 2654435761) >>> 9) / 2 ** 23);

const pool = (inSize, kernel, stride, padding) => {
  const outSize = Math.floor((inSize + 2 * padding - kernel) / stride) + 1;
  return {
    batch, channels, inHeight: inSize, inWidth: inSize, outHeight: outSize, outWidth: outSize, kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride,
    dilationHeight: 1, dilationWidth: 1, padTop: padding, padLeft: padding, padBottom: padding, padRight: padding, countIncludePad: true, divisorOverride: null,
  };
};
const two = pool(56, 2, 2, 0), three = pool(112, 3, 2, 1), norm = { batch, channels, spatial: map, eps: 1e-5 };
const unary = (op) => [8 * size, (api, x, y) => [api.unary(op, { pointer: x, layout: flat }, y)]];
/** name: bytes, and the steps over arrays x, y, z of 8×64×112×112 and s, as many bytes. */
const rows = {
  copy: [8 * size, (api, x, y) => [api.copy({ pointer: x, layout: flat }, y, 4)]],
  add: [12 * size, (api, x, y, z) => [api.binary("add", { pointer: x, layout: flat }, { pointer: y, layout: flat }, z)]],
  scale: [8 * size, (api, x, y) => [api.binary("mul", { pointer: x, layout: flat }, 0.5, y)]],
  ...Object.fromEntries(["relu", "exp", "expm1", "log", "log1p", "tanh", "sigmoid", "erf", "sqrt"].map((op) => [op, unary(op)])),
  "reluGrad": [12 * size, (api, x, y, z) => [api.reluGrad({ pointer: x, layout: flat }, { pointer: y, layout: flat }, z)]],
  "sum": [4 * size, (api, x, y, z) => api.reduce("sum", { pointer: x, layout: flat }, [0], y, z)],
  "sum of channels": [4 * size, (api, x, y, z) => api.reduce("sum", { pointer: x, layout: { shape: [batch, channels, map], strides: [channels * map, map, 1], offset: 0 } }, [0, 2], y, z)],
  "sum of rows": [4 * size, (api, x, y, z) => api.reduce("sum", { pointer: x, layout: { shape: [batch * 64, map], strides: [map, 1], offset: 0 } }, [0], y, z)],
  "max of channels": [4 * size, (api, x, y, z) => api.reduce("max", { pointer: x, layout: { shape: [batch, channels, map], strides: [channels * map, map, 1], offset: 0 } }, [0, 2], y, z)],
  "maxPool 2×2": [5 * size, (api, x, y) => [api.maxPool2d(x, y, null, two)]],
  "maxPool 2×2 argmax": [5.25 * size, (api, x, y, z) => [api.maxPool2d(x, y, z, two)]],
  "maxPoolGrad 2×2": [5.25 * size, (api, x, y, z, s) => [api.maxPool2d(x, y, s, two), api.maxPool2dGrad(y, s, z, two)], 1],
  "maxPool 3×3/2": [20 * size, (api, x, y) => [api.maxPool2d(x, y, null, three)]],
  "maxPool 3×3/2 argmax": [21 * size, (api, x, y, z) => [api.maxPool2d(x, y, z, three)]],
  "avgPool 2×2": [5 * size, (api, x, y) => [api.avgPool2d(x, y, two)]],
  "avgPoolGrad 2×2": [5 * size, (api, x, y) => [api.avgPool2dGrad(x, y, two)]],
  "batchNorm": [8 * size, (api, x, y, z, s) => [api.batchNorm(x, {}, y, s, s + 256, norm)]],
  "batchNormGrad": [12 * size, (api, x, y, z, s) => [api.batchNorm(x, {}, z, s, s + 256, norm), api.batchNormGrad(x, y, s, s + 256, undefined, { gradInput: z, gradWeight: s + 512, gradBias: s + 768 }, norm)], 1],
};
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const timed = (run) => {
  const start = performance.now();
  run();
  return performance.now() - start;
};
console.log(`node ${process.version}${options.relaxed ? ", relaxed SIMD" : ""}`);
console.log(`${"row".padEnd(24)}${builds.map(() => "       ms    GB/s  share").join("   ")}`);
const x = 1 << 20, y = x + 16 * size + 4096, z = y + 16 * size + 4096, s = z + 16 * size + 4096, scratch = s + 16 * size + 4096;
for (const [name, [bytes, plan, skipped = 0]] of Object.entries(rows)) {
  if (!options.only.split(",").some((part) => name.includes(part))) continue;
  for (let at = x; at + noise.byteLength <= scratch; at += noise.byteLength) new Float32Array(memory.buffer, at).set(noise);
  let block = 1024;
  const runs = builds.map(({ api, kernels }) => {
    const calls = plan(api, x, y, z, s).map(({ kernel, block: words, units }) => {
      new Int32Array(memory.buffer, block, words.length).set(words);
      const at = block;
      block += 4 * words.length;
      return () => kernels[kernel](at, 0, units, scratch);
    });
    calls.forEach((call) => call());
    const counted = calls.slice(skipped);
    return () => counted.forEach((call) => call());
  });
  const source = new Float32Array(bytes / 8).fill(1), target = new Float32Array(bytes / 8), copies = [], times = builds.map(() => []);
  for (let round = -40; round < +options.rounds; round++) {
    const copy = timed(() => target.set(source)), order = round & 1 ? [...runs.keys()] : [...runs.keys()].reverse(), row = [];
    for (const i of order) row[i] = timed(runs[i]);
    if (round < 0) continue;
    copies.push(copy);
    row.forEach((time, i) => times[i].push(time));
  }
  const cells = times.map((list) => {
    const time = median(list), share = median(list.map((one, i) => copies[i] / one));
    return `${time.toFixed(3).padStart(9)} ${(bytes / time / 1e6).toFixed(1).padStart(7)} ${(100 * share).toFixed(0).padStart(5)}%`;
  });
  console.log(name.padEnd(24) + cells.join("   "));
}
