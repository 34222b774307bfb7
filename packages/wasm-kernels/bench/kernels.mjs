// node bench/kernels.mjs [--only text,text] [--stages] [--relaxed]: the time of each product on one thread, its speed, and the share of the bare inner loop's.
//
// Convolutions go directly, not by Winograd. Runs dist (npm run build, in core first). The quarter of the runs of 0.3 s that is
// not slower, which forgives a neighbour on the machine; the bare loop is measured between them. --stages prints the time of each step,
// --relaxed takes the build with relaxed SIMD (Node 22 or later).
import { performance } from "node:perf_hooks";
import process from "node:process";
import { parseArgs } from "node:util";
import { compileAsync, instantiate, matmul, matmulWorkspace } from "../dist/index.js";
import { directConv2dGradWeight, directConv2dGradWeightWorkspace } from "../dist/plans/conv2d-grad-weight.js";
import { directConv2d, directConv2dGradInput, directConv2dGradInputWorkspace, directConv2dWorkspace } from "../dist/plans/conv2d.js";
import { bareTile } from "./bare-tile.mjs";
import { rows } from "./rows.mjs";

const { values: options } = parseArgs({ options: { only: { type: "string", default: "" }, stages: { type: "boolean", default: false }, relaxed: { type: "boolean", default: false } } });
const memory = new WebAssembly.Memory({ initial: 4096, maximum: 4096, shared: true });
const kernels = instantiate(memory, await compileAsync(true, { relaxed: options.relaxed }));
const noise = Float32Array.from({ length: 4093 }, (_, i) => ((i * 2654435761) >>> 9) / 2 ** 23 - 0.5);

/** Steps over operands one after the other, and the products they sum. */
function plan(kind, g) {
  let end = 65_536;
  const floats = (size) => (end += 64 * Math.ceil((4 * size) / 64)) - 64 * Math.ceil((4 * size) / 64);
  if (kind === "matmul") {
    const { rows: m, depth, columns, leftTransposed, rightTransposed } = g;
    const left = { pointer: floats(m * depth), strides: [0, ...(leftTransposed ? [1, m] : [depth, 1])] };
    const right = { pointer: floats(depth * columns), strides: [0, ...(rightTransposed ? [1, depth] : [columns, 1])] };
    const sizes = { batch: 1, rows: m, columns, depth };
    return { steps: matmul(left, right, floats(m * columns), floats(matmulWorkspace(left, sizes) / 4), sizes), products: m * columns * depth, end };
  }
  const products = g.batch * g.outChannels * g.outHeight * g.outWidth * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth;
  const input = floats(g.batch * g.inChannels * g.inHeight * g.inWidth), output = floats(g.batch * g.outChannels * g.outHeight * g.outWidth);
  const weight = floats(g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth);
  const steps = kind === "conv2d" ? directConv2d(input, weight, output, floats(directConv2dWorkspace(g) / 4), g)
    : kind === "gradInput" ? directConv2dGradInput(output, weight, input, floats(directConv2dGradInputWorkspace(g) / 4), g)
    : directConv2dGradWeight(output, input, weight, floats(directConv2dGradWeightWorkspace(g) / 4), g);
  return { steps, products, end };
}

const quartile = (list) => list.toSorted((a, b) => a - b)[list.length >> 2];
const bare = await bareTile(options.relaxed);
for (const start = performance.now(); performance.now() - start < 500;) bare();
console.log(`node ${process.version}${options.relaxed ? ", relaxed SIMD" : ""}`);
console.log(`${"row".padEnd(38)}        ms   GFLOP/s   bare   share`);
for (const [name, kind, sizes] of rows) {
  if (!options.only.split(",").some((part) => name.includes(part))) continue;
  const { steps, products, end } = plan(kind, sizes);
  // The scratch of the row before would be read as subnormal numbers, which are slow.
  for (let i = 65_536; i < end; i += noise.byteLength) new Float32Array(memory.buffer, i).set(noise);
  let at = 1024;
  const calls = steps.map((step) => {
    new Int32Array(memory.buffer, at, step.block.length).set(step.block);
    const block = at;
    at += 4 * step.block.length;
    return () => kernels[step.kernel](block, 0, step.units, 16 * Math.ceil(end / 16));
  });
  for (const start = performance.now(); performance.now() - start < 150;) calls.forEach((call) => call());
  const times = [], speeds = [], stages = calls.map(() => []);
  for (let start = performance.now(), measured = 0; performance.now() - start < 300 || times.length < 5;) {
    if (performance.now() - start >= 30 * measured) {
      speeds.push(bare());
      measured++;
    }
    const edges = [performance.now(), ...calls.map((call) => (call(), performance.now()))];
    times.push(edges.at(-1) - edges[0]);
    stages.forEach((list, i) => list.push(edges[i + 1] - edges[i]));
  }
  const time = quartile(times), speed = -quartile(speeds.map((one) => -one)), gflops = (2 * products) / time / 1e6;
  console.log(`${name.padEnd(38)} ${time.toFixed(3).padStart(9)} ${gflops.toFixed(1).padStart(9)} ${speed.toFixed(1).padStart(6)} ${(100 * gflops / speed).toFixed(0).padStart(6)}%`);
  if (options.stages) stages.forEach((list, i) => console.log(`    ${steps[i].kernel.padEnd(34)} ${quartile(list).toFixed(3).padStart(9)}`));
}
