import { defineCommand, type Given } from "../command/command.js";
import { RunError, UsageError } from "../command/errors.js";
import { type Flag, numbers, numberRows, text, toggle, wholeNumber } from "../command/flag.js";
import { dataAbout } from "../data/data.js";
import type { Convolution } from "../explain/explained.js";
import { trainedAbout, weightsFlag } from "../models/trained-about.js";

const index = (about: string): Flag<number> => wholeNumber(0, 1_000_000, about);
const flags = {
  input: numberRows("the picture, row by row: \"1 0 1; 0 1 0; 1 0 1\" (default the 9 × 9 X of the course)"),
  kernel: numberRows("the kernel, row by row (default the diagonal of the course)"),
  bias: numbers("X", 1, "added to every sum (default 0)"),
  stride: wholeNumber(1, 1_000, "how far the kernel steps (default 1)"),
  padding: wholeNumber(0, 1_000, "zeros around the picture (default 0)"),
  model: text("MODEL", "a model", `${trainedAbout}: a convolution of a trained network instead of numbers`),
  ...weightsFlag,
  data: text("DATA", "data", `${dataAbout} (default what it was trained on)`),
  image: index("which test image the network looks at (default 0)"),
  layer: wholeNumber(1, 1_000, "which of its convolutions (default 1)"),
  channel: index("which output channel (default 0)"),
  "in-channel": index("which input channel is shown in full (default 0)"),
  at: numbers("ROW,COLUMN", 2, "which output pixel (default the first, or with --model the middle)"),
  "kernel-at": numbers("ROW,COLUMN", 2, "which entry of the kernel (default 0,0)"),
  json: toggle("print one JSON object and nothing else"),
};

/** `convoke explain`: the arithmetic of one output pixel and of one entry of the kernel's gradient. */
export const explainCommand = defineCommand({
  name: "convoke explain",
  usage: "convoke explain",
  about: "Prints the arithmetic of one output pixel of a convolution and of one entry of its kernel's gradient, beside what conv2d and autograd say.",
  flags,
  examples: [
    ["convoke explain", "the course's X and its diagonal kernel"],
    ['convoke explain --input "1 2 3; 4 5 6; 7 8 9" --kernel "1 0; 0 -1" --at 1,1', "numbers of your own"],
    ["convoke explain --model lenet-mnist --layer 2 --channel 3", "a convolution of a trained network on an MNIST digit"],
  ],
  async run(given, { print }) {
    const { flags: { at, "kernel-at": kernelAt = [0, 0], "in-channel": inChannel = 0, json, model } } = given;
    const [{ setBackend }, { cpu }, { kernelGradientSum, pixelSum }] = await Promise.all([import("@convoke/core"), import("@convoke/backend-cpu"), import("../explain/explained.js")]);
    setBackend(cpu());
    const convolution = model === undefined ? await ofNumbers(given) : await ofNetwork(given, model);
    const [, height, width] = convolution.output.shape;
    const [row, column] = (at ?? (model === undefined ? [0, 0] : [Math.floor(height / 2), Math.floor(width / 2)])) as [number, number];
    const [a, b] = kernelAt as [number, number];
    const [channels, kernelHeight, kernelWidth] = convolution.weight.shape;
    within("at", [row, column], [height, width], "the output is");
    within("kernel-at", [a, b], [kernelHeight, kernelWidth], "the kernel is");
    if (inChannel >= channels) throw new UsageError(`--in-channel is ${inChannel}, but the input has the channels 0 to ${channels - 1}`);
    const pixel = pixelSum(convolution, row, column);
    const gradient = kernelGradientSum(convolution, inChannel, a, b);
    const { title, loss } = convolution;
    if (json) print(JSON.stringify({ title, loss, pixel: { row, column, ...pixel }, gradient: { channel: inChannel, row: a, column: b, ...gradient } }));
    else for (const line of (await import("../explain/explain-text.js")).explainText(convolution, pixel, gradient, { row, column, inChannel, a, b })) print(line);
    if (!pixel.equal || !gradient.equal) throw new RunError("the library's numbers differ from the sums by more than rounding explains");
    return 0;
  },
});

async function ofNumbers({ flags: given }: Given<typeof flags>): Promise<Convolution> {
  const foreign = (["weights", "data", "image", "layer", "channel"] as const).find((name) => given[name] !== undefined);
  if (foreign !== undefined) throw new UsageError(`--${foreign} is for a network, expected --model beside it`);
  const { courseX, diagonal, explainExample } = await import("../explain/example.js");
  const title = given.input === undefined && given.kernel === undefined ? "The X of the course and a kernel that looks for a stroke down to the right" : "One plane, one kernel";
  return explainExample({ title, input: given.input ?? courseX, kernel: given.kernel ?? diagonal, bias: given.bias?.[0] ?? 0, stride: given.stride ?? 1, padding: given.padding ?? 0 });
}

async function ofNetwork({ flags: given }: Given<typeof flags>, name: string): Promise<Convolution> {
  const foreign = (["input", "kernel", "bias", "stride", "padding"] as const).find((flag) => given[flag] !== undefined);
  if (foreign !== undefined) throw new UsageError(`--${foreign} is for numbers of your own, but --model is given`);
  const [{ loadTrained }, { loadData }, { explainLayer }, { DataLoader, subset }] = await Promise.all([
    import("../models/load-trained.js"), import("../data/load-data.js"), import("../explain/explain-layer.js"), import("@convoke/data"),
  ]);
  const { name: model, layer, input, normalization, data } = await loadTrained(name, given.weights);
  const { test, noun, classes } = await loadData(given.data ?? data, input ?? [3, 64, 64], { limit: 0, valSize: 0, seed: 1, ...(normalization && { normalization }) });
  const { image = 0 } = given;
  if (image >= test.length) throw new RunError(`--image ${image}: there are the test images 0 to ${test.length - 1}`);
  const [batch] = new DataLoader(subset(test, [image]), { batchSize: 1 });
  const { images, labels } = batch!;
  const title = `${model} on test ${noun} ${image}, a ${classes[await labels.item()]}`;
  return explainLayer(title, layer, images, labels, { layer: given.layer ?? 1, channel: given.channel ?? 0 });
}

function within(flag: string, place: readonly number[], size: readonly number[], what: string): void {
  if (place.every((value, axis) => Number.isInteger(value) && value >= 0 && value < size[axis]!)) return;
  throw new UsageError(`--${flag} is ${place.join(",")}, but ${what} ${size.join(" × ")}, counted from 0`);
}
