// Winograd beside the direct way, in turns on one thread, milliseconds (median): npm run build && node packages/wasm-kernels/bench/winograd.mjs [--quick] [--tfjs FOLDER]
// --op conv2dGradWeight for one of the three alone, --shapes 64,64,8,32/16,16,32,32 for channels in, channels out, map, batch of one's own.
// FOLDER has @tensorflow/tfjs-core and @tensorflow/tfjs-backend-wasm 4.22.0 among its node_modules, to be compared with.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import process from "node:process";
import { instantiate, usesWinograd, usesWinogradGradWeight } from "../dist/index.js";
import { directConv2d, directConv2dGradInput, directConv2dGradInputWorkspace, directConv2dWorkspace } from "../dist/plans/conv2d.js";
import { directConv2dGradWeight, directConv2dGradWeightWorkspace } from "../dist/plans/conv2d-grad-weight.js";
import { winogradConv2dGradWeight, winogradConv2dGradWeightWorkspace } from "../dist/plans/winograd-grad-weight.js";
import { winogradConv2d, winogradConv2dGradInput, winogradConv2dGradInputWorkspace, winogradConv2dWorkspace } from "../dist/plans/winograd.js";

const option = (name) => process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined;
/** [channels in, channels out, map, batch]: the slides' second layer, VGG's and ResNet's layers, sizes that 4 does not divide, few tiles. */
const shapes = option("--shapes")?.split("/").map((shape) => shape.split(",").map(Number)) ?? [
  [64, 64, 56, 8], [16, 32, 14, 64], [64, 64, 224, 1], [128, 128, 56, 1], [256, 256, 28, 1], [512, 512, 14, 1], [512, 512, 7, 2], [512, 512, 7, 8],
  [32, 32, 28, 8], [128, 128, 28, 8], [256, 256, 14, 8], [64, 64, 7, 64], [64, 64, 13, 8], [64, 64, 55, 1], [64, 64, 14, 1], [64, 64, 10, 1], [64, 64, 5, 8], [64, 64, 6, 4],
  [16, 16, 32, 32], [32, 32, 16, 32], [64, 64, 8, 32], [16, 16, 12, 1], [20, 20, 9, 16], [64, 64, 5, 16], [512, 512, 7, 1], [16, 16, 9, 16],
];
const isQuick = process.argv.includes("--quick"), tf = option("--tfjs") ? await loadTfjs(resolve(option("--tfjs"))) : null;

const memory = new WebAssembly.Memory({ initial: 8192, maximum: 8192 }), kernels = instantiate(memory);
let top = 0;
const allocate = (bytes) => (top += 64 * Math.ceil((bytes + 64) / 64)) - 64 * Math.ceil((bytes + 64) / 64);
const random = (size) => {
  const at = allocate(4 * size), values = new Float32Array(memory.buffer, at, size);
  for (let i = 0; i < size; i++) values[i] = Math.random() - 0.5;
  return at;
};

/** One function for each step. */
function prepared(steps) {
  return steps.map(({ kernel, block, units, scratchBytes }) => {
    const at = allocate(4 * block.length), scratch = allocate(scratchBytes);
    new Int32Array(memory.buffer, at).set(block);
    return () => kernels[kernel](at, 0, units, scratch);
  });
}

/** Both ways' steps of an operation: pointers of its operands, then of a workspace. */
const plans = {
  conv2d: [[directConv2d, directConv2dWorkspace], [winogradConv2d, winogradConv2dWorkspace]],
  conv2dGradInput: [[directConv2dGradInput, directConv2dGradInputWorkspace], [winogradConv2dGradInput, winogradConv2dGradInputWorkspace]],
  conv2dGradWeight: [[directConv2dGradWeight, directConv2dGradWeightWorkspace], [winogradConv2dGradWeight, winogradConv2dGradWeightWorkspace]],
};
for (const op of option("--op")?.split(",") ?? Object.keys(plans)) {
  console.log(`\n${op.padEnd(26)} direct  GFLOP/s   winograd = ${op === "conv2dGradWeight" ? " tiles +    fold" : "weight +   tiles"}   ratio   used${tf && op === "conv2d" ? "   tfjs wasm   ratio" : ""}`);
  for (const [inChannels, outChannels, size, batch] of isQuick ? shapes.slice(0, 1) : shapes) {
    top = 1024;
    const g = {
      batch, inChannels, inHeight: size, inWidth: size, outChannels, outHeight: size, outWidth: size, kernelHeight: 3, kernelWidth: 3,
      strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1, groups: 1,
    };
    const input = random(batch * size * size * inChannels), weight = random(inChannels * outChannels * 9), output = random(batch * size * size * outChannels);
    const operands = { conv2d: [input, weight, output], conv2dGradInput: [output, weight, input], conv2dGradWeight: [output, input, weight] }[op];
    const [direct, winograd] = plans[op].map(([plan, workspace]) => prepared(plan(...operands, allocate(workspace(g)), g, {})));
    const subjects = { direct: () => direct.forEach((step) => step()), first: winograd[0], second: winograd[1] ?? (() => {}), ...(tf && op === "conv2d" && { tfjs: tf(g) }) };
    const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
    for (const start = performance.now(), most = isQuick ? 4000 : 700; times.direct.length < 5 || performance.now() - start < most;) {
      for (const [name, run] of Object.entries(subjects)) {
        const before = performance.now();
        run();
        times[name].push(performance.now() - before);
      }
    }
    const median = (name, list = times[name].slice(2).sort((a, b) => a - b)) => list[list.length >> 1];
    const whole = median("first") + median("second"), gflop = (2 * batch * inChannels * outChannels * 9 * size * size) / 1e6;
    const cells = [
      `${inChannels} → ${outChannels}, ${size}×${size}, ×${batch}`.padEnd(24), median("direct").toFixed(2).padStart(8), (gflop / median("direct")).toFixed(1).padStart(8),
      whole.toFixed(2).padStart(10), median("first").toFixed(2).padStart(8), median("second").toFixed(2).padStart(7), (median("direct") / whole).toFixed(2).padStart(7),
      ((op === "conv2dGradWeight" ? usesWinogradGradWeight(g) : usesWinograd(g, op)) ? "yes" : "no").padStart(6), ...(subjects.tfjs ? [median("tfjs").toFixed(2).padStart(11), (median("tfjs") / whole).toFixed(2).padStart(7)] : []),
    ];
    console.log(cells.join(""));
  }
}

/** TensorFlow.js' WebAssembly backend (XNNPACK), one thread, in its own layout. */
async function loadTfjs(folder) {
  const require = createRequire(`${folder}/package.json`), core = require("@tensorflow/tfjs-core");
  require("@tensorflow/tfjs-backend-wasm");
  await core.setBackend("wasm");
  await core.ready();
  return (g) => {
    const input = core.randomUniform([g.batch, g.inHeight, g.inWidth, g.inChannels]), weight = core.randomUniform([3, 3, g.inChannels, g.outChannels]);
    return () => core.conv2d(input, weight, 1, "same").dispose();   // computed when it returns
  };
}
