// What the benchmark runs: [name, kind, sizes]. Convolutions: batch, inChannels, size, outChannels, and what differs from 3×3, stride 1, padding 1.
const conv = (batch, inChannels, size, outChannels, options = {}) => {
  const { kernelSize = 3, stride = 1, padding = kernelSize >> 1, groups = 1 } = options;
  const outSize = Math.floor((size + 2 * padding - kernelSize) / stride) + 1;
  return {
    batch, inChannels, outChannels, groups, inHeight: size, inWidth: size, outHeight: outSize, outWidth: outSize, kernelHeight: kernelSize, kernelWidth: kernelSize,
    strideHeight: stride, strideWidth: stride, dilationHeight: 1, dilationWidth: 1, padTop: padding, padLeft: padding, padBottom: padding, padRight: padding,
  };
};
const layers = {
  "slides 1→16 28²×64": conv(64, 1, 28, 16),
  "slides 16→32 14²×64": conv(64, 16, 14, 32),
  "stem 3→64 7×7/2 224²": conv(1, 3, 224, 64, { kernelSize: 7, stride: 2 }),
  "vgg 3→64 112²": conv(1, 3, 112, 64),
  "64→64 56²×2": conv(2, 64, 56, 64),
  "128→128 28²": conv(1, 128, 28, 128),
  "64→128 56²/2": conv(1, 64, 56, 128, { stride: 2 }),
  "512→512 7²×4": conv(4, 512, 7, 512),
  "64→64 4²×32": conv(32, 64, 4, 64),
  "1×1 64→256 56²": conv(1, 64, 56, 256, { kernelSize: 1 }),
  "1×1 160→960 7²": conv(1, 160, 7, 960, { kernelSize: 1 }),
  "1×1 256→512 28²/2": conv(1, 256, 28, 512, { kernelSize: 1, stride: 2 }),
  "1×1 512→128 1²×16": conv(16, 512, 1, 128, { kernelSize: 1 }),
  "depthwise 64 56²×8": conv(8, 64, 56, 64, { groups: 64 }),
  "depthwise 144 56²/2": conv(1, 144, 56, 144, { stride: 2, groups: 144 }),
  "depthwise 960 7²": conv(1, 960, 7, 960, { groups: 960 }),
};
const both = ["slides 16→32 14²×64", "64→64 56²×2", "64→128 56²/2", "512→512 7²×4", "1×1 64→256 56²", "1×1 256→512 28²/2", "depthwise 64 56²×8", "depthwise 144 56²/2"];

/** left [rows, depth] · right [depth, columns]; `T` marks an operand that lies transposed. */
const product = (rows, depth, columns, transposed = "") => ({ rows, depth, columns, leftTransposed: transposed.includes("left"), rightTransposed: transposed.includes("right") });

export const rows = [
  ...Object.entries(layers).map(([name, g]) => [`conv2d ${name}`, "conv2d", g]),
  ...both.map((name) => [`gradInput ${name}`, "gradInput", layers[name]]),
  ...["slides 1→16 28²×64", ...both].map((name) => [`gradWeight ${name}`, "gradWeight", layers[name]]),
  ["matmul 512³", "matmul", product(512, 512, 512)],
  ["matmul 128³", "matmul", product(128, 128, 128)],
  ["linear 64×1568→128", "matmul", product(64, 1568, 128, "right")],
  ["linear gradInput", "matmul", product(64, 128, 1568)],
  ["linear gradWeight", "matmul", product(128, 64, 1568, "left")],
  ["linear 64×128→10", "matmul", product(64, 128, 10, "right")],
  ["linear 4×1568→128", "matmul", product(4, 1568, 128, "right")],
  ["linear 1×1568→128", "matmul", product(1, 1568, 128, "right")],
  ["linear 1×4096→4096", "matmul", product(1, 4096, 4096, "right")],
];
