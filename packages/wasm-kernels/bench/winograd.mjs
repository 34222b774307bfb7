// Winograd beside the direct way, in turns on one thread, milliseconds (median): npm run build && node packages/wasm-kernels/bench/winograd.mjs [--quick] [--tfjs FOLDER]
// FOLDER has @tensorflow/tfjs-core and @tensorflow/tfjs-backend-wasm 4.22.0 among its node_modules, to be compared with.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import process from "node:process";
import { instantiate, usesWinograd } from "../dist/index.js";
import { directConv2d, directConv2dGradInput, directConv2dGradInputWorkspace, directConv2dWorkspace } from "../dist/plans/conv2d.js";
import { winogradConv2d, winogradConv2dGradInput, winogradConv2dGradInputWorkspace, winogradConv2dWorkspace } from "../dist/plans/winograd.js";

/** [channels in, channels out, map, batch]: the slides' second layer, VGG's and ResNet's layers, sizes that 4 does not divide, few tiles. */
const shapes = [
  [64, 64, 56, 8], [16, 32, 14, 64], [64, 64, 224, 1], [128, 128, 56, 1], [256, 256, 28, 1], [512, 512, 14, 1], [512, 512, 7, 2], [512, 512, 7, 8],
  [32, 32, 28, 8], [128, 128, 28, 8], [256, 256, 14, 8], [64, 64, 7, 64], [64, 64, 13, 8], [64, 64, 55, 1], [64, 64, 14, 1], [64, 64, 10, 1], [64, 64, 5, 8], [64, 64, 6, 4],
];
const isQuick = process.argv.includes("--quick"), tfjs = process.argv[process.argv.indexOf("--tfjs") + 1];
const tf = process.argv.includes("--tfjs") ? await loadTfjs(resolve(tfjs)) : null;

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

for (const op of ["conv2d", "conv2dGradInput"]) {
  console.log(`\n${op.padEnd(26)} direct  GFLOP/s   winograd = weight +   tiles   ratio   used${tf && op === "conv2d" ? "   tfjs wasm   ratio" : ""}`);
  for (const [inChannels, outChannels, size, batch] of isQuick ? shapes.slice(0, 1) : shapes) {
    top = 1024;
    const g = {
      batch, inChannels, inHeight: size, inWidth: size, outChannels, outHeight: size, outWidth: size, kernelHeight: 3, kernelWidth: 3,
      strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1, padTop: 1, padLeft: 1, padBottom: 1, padRight: 1, groups: 1,
    };
    const isForward = op === "conv2d";
    const source = random(batch * size * size * (isForward ? inChannels : outChannels)), weight = random(inChannels * outChannels * 9);
    const target = allocate(4 * batch * size * size * (isForward ? outChannels : inChannels));
    const [direct, winograd] = [
      isForward ? directConv2d(source, weight, target, allocate(directConv2dWorkspace(g)), g) : directConv2dGradInput(source, weight, target, allocate(directConv2dGradInputWorkspace(g)), g),
      isForward ? winogradConv2d(source, weight, target, allocate(winogradConv2dWorkspace(g)), g, {}) : winogradConv2dGradInput(source, weight, target, allocate(winogradConv2dGradInputWorkspace(g)), g, {}),
    ].map(prepared);
    const subjects = { direct: () => direct.forEach((step) => step()), weight: winograd[0], tiles: winograd[1], ...(tf && isForward && { tfjs: tf(g) }) };
    const times = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
    for (const start = performance.now(), most = isQuick ? 4000 : 700; times.direct.length < 5 || performance.now() - start < most;) {
      for (const [name, run] of Object.entries(subjects)) {
        const before = performance.now();
        run();
        times[name].push(performance.now() - before);
      }
    }
    const median = (name, list = times[name].slice(2).sort((a, b) => a - b)) => list[list.length >> 1];
    const whole = median("weight") + median("tiles"), gflop = (2 * batch * inChannels * outChannels * 9 * size * size) / 1e6;
    const cells = [
      `${inChannels} → ${outChannels}, ${size}×${size}, ×${batch}`.padEnd(24), median("direct").toFixed(2).padStart(8), (gflop / median("direct")).toFixed(1).padStart(8),
      whole.toFixed(2).padStart(10), median("weight").toFixed(2).padStart(8), median("tiles").toFixed(2).padStart(7), (median("direct") / whole).toFixed(2).padStart(7),
      (usesWinograd(g, op) ? "yes" : "no").padStart(6), ...(subjects.tfjs ? [median("tfjs").toFixed(2).padStart(11), (median("tfjs") / whole).toFixed(2).padStart(7)] : []),
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
