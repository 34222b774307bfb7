import { type Layer, noGrad, softmax, type Tensor, tidy } from "@convoke/core";
import { gradCam, type HostArray, readFeatureMaps, saliency } from "@convoke/inspect";
import { evaluate, parameters } from "@convoke/nn";
import { RunError } from "../command/errors.js";
import type { Trained } from "../models/load-trained.js";
import { suggestion } from "../command/read-arguments.js";

/** Cells of a map: 7 × 7. */
const fineEnough = 49;

/** Values with their shape, on the host. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What a network sees in an image. */
export interface Look {
  /** Of every class, the likeliest first. */
  readonly answer: readonly { readonly name: string; readonly probability: number }[];
  /** The class that saliency and Grad-CAM are for. */
  readonly target: string;
  /** The weight of the first convolution [out, in, h, w]; null where there is none. */
  readonly kernels: Values | null;
  /** Of each layer that gives maps: its name and what it gives, [C, h, w]. */
  readonly maps: ReadonlyMap<string, Values>;
  /** The layer whose maps are shown; null where none gives maps. */
  readonly layer: string | null;
  /** |∂score/∂pixel|, the greatest of the channels: [H, W]. */
  readonly saliency: Values;
  /** Where in the maps of a layer the evidence lies: [H, W]; null where none gives maps. */
  readonly gradCam: (Values & { readonly layer: string }) | null;
}

export interface LookOptions {
  /** The layer whose maps are shown, and its evidence. */
  readonly layer?: string;
  /** The class that is explained; default the answer. */
  readonly target?: string;
}

/** Runs the network on one image [1, C, H, W] and looks inside. */
export async function look({ layer: model, classes }: Pick<Trained, "layer" | "classes">, images: Tensor, options: LookOptions): Promise<Look> {
  evaluate(model);
  const probabilities = await read(tidy(() => noGrad(() => softmax(model.forward(images), 1))));
  const names = Array.from(probabilities, (_, label) => classes?.[label] ?? String(label));
  const answer = names.map((name, label) => ({ name, probability: probabilities[label]! })).toSorted((one, other) => other.probability - one.probability);
  const target = options.target ?? answer[0]!.name;
  if (!names.includes(target)) throw new RunError(`there is no class ${JSON.stringify(target)}${suggestion(target, names)}, expected one of ${names.join(", ")}`);
  const aim = { target: names.indexOf(target) };

  const maps = mapsOf(await readFeatureMaps(model, images));
  const layer = chooseLayer(maps, options.layer);
  const last = options.layer ?? deepest(maps);
  const evidence = last === undefined ? null : await gradCam(model, images, last, aim);
  return {
    answer,
    target,
    kernels: await kernelsOf(model),
    maps,
    layer,
    saliency: strongest(await saliency(model, images, aim)),
    gradCam: evidence && { layer: last!, shape: evidence.shape, data: Float32Array.from(evidence.data) },
  };
}

async function read(tensor: Tensor): Promise<Float32Array> {
  const data = Float32Array.from(await tensor.data());
  tensor.dispose();
  return data;
}

/** Those that are maps: [1, C, h, w] → [C, h, w]. */
function mapsOf(outputs: Readonly<Record<string, HostArray>>): Map<string, Values> {
  const found = Object.entries(outputs).filter(([, { shape }]) => shape.length === 4);
  return new Map(found.map(([name, { shape, data }]) => [name, { shape: shape.slice(1), data: Float32Array.from(data) }]));
}

/** The one that is asked for, or the first behind a ReLU, or the first. */
function chooseLayer(maps: ReadonlyMap<string, Values>, wanted: string | undefined): string | null {
  const names = [...maps.keys()];
  if (wanted === undefined) return [...maps].find(([, { data }]) => data.every((value) => value >= 0))?.[0] ?? names[0] ?? null;
  if (maps.has(wanted)) return wanted;
  throw new RunError(`no layer ${JSON.stringify(wanted)} gives maps${suggestion(wanted, names)}, expected one of ${names.join(", ")}`);
}

/** The last layer without layers of its own whose maps are fine enough to show a place. */
function deepest(maps: ReadonlyMap<string, Values>): string | undefined {
  const leaves = [...maps].filter(([name]) => ![...maps.keys()].some((other) => other.startsWith(`${name}.`)));
  const cells = ({ shape }: Values): number => shape[1]! * shape[2]!;
  return (leaves.findLast(([, values]) => cells(values) >= fineEnough) ?? leaves.findLast(([, values]) => cells(values) > 1))?.[0];
}

async function kernelsOf(model: Layer): Promise<Values | null> {
  const weight = parameters(model).find(({ shape }) => shape.length === 4);
  return weight ? { shape: weight.shape, data: Float32Array.from(await weight.data()) } : null;
}

/** [1, C, H, W] → [H, W]: the greatest of the channels. */
function strongest({ shape, data }: HostArray): Values {
  const [, channels, height, width] = shape as readonly [number, number, number, number];
  const size = height * width;
  return { shape: [height, width], data: Float32Array.from({ length: size }, (_, i) => Math.max(...Array.from({ length: channels }, (__, c) => data[c * size + i]!))) };
}
