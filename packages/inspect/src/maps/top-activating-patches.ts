import { argmax, ArgumentError, checkOptions, type Layer, max, noGrad, ShapeError, slice, Tensor, tidy } from "@convoke/core";
import { checkCount } from "../check-count.js";
import { FieldTracker } from "../field/field-tracker.js";
import type { ReceptiveField } from "../field/receptive-field.js";
import { checkLayerName } from "../trace/layer-names.js";
import { runModel, shapeOf } from "../trace/run-model.js";
import { type HostArray, readAndDispose } from "./host-array.js";
import { type Patch, patchBox } from "./patch.js";

export interface TopPatchesOptions {
  /** Which channels of the layer; default: all. */
  readonly channels?: readonly number[];
  /** Patches for each channel, of different images; default 9. */
  readonly count?: number;
  /** How many images go through the model at once; default 64. */
  readonly batchSize?: number;
}

/** What one channel of a layer likes best. */
export interface ChannelPatches {
  readonly channel: number;
  /** The highest activation first; fewer than asked for when there are fewer images. */
  readonly patches: readonly Patch[];
}

/** The highest value of each channel in each image, and the cell where it stands. */
interface Peaks {
  readonly values: HostArray["data"];
  readonly cells: HostArray["data"];
}

/**
 * The parts of images that excite a layer's channels most: for each image the cell with the highest activation, and of these the highest; the part is the cell's
 * receptive field, cut off at the image's borders. Zeiler and Fergus, 2014.
 *
 * **Shapes**: images [N, C, H, W]; each patch [C, height, width].
 *
 * @param layer Named as in `summary`; its output is [N, K, h, w], or [N, K].
 * @throws {ArgumentError} for a layer that does not exist, with the nearest names, or one that has no receptive field.
 * @example
 * const [first] = await topActivatingPatches(model, "conv_layers.3", images, { channels: [0] });
 * first!.patches[0]; // { image: 12, value: 3.1, row: 4, column: 2, top: 5, left: 1, shape: [1, 8, 8], data }
 */
export async function topActivatingPatches(model: Layer, layer: string, images: Tensor, options: TopPatchesOptions = {}): Promise<ChannelPatches[]> {
  const name = "topActivatingPatches";
  checkOptions(name, options, ["channels", "count", "batchSize"]);
  if (!(images instanceof Tensor) || images.rank !== 4 || images.size === 0) throw new ShapeError(`${name}: images are ${shapeOf(images)}, expected [N, channels, height, width]`);
  const { count = 9, batchSize = 64 } = options;
  checkCount(name, "count", count);
  checkCount(name, "batchSize", batchSize);
  const total = images.shape[0]!;
  const peaks: Peaks[] = [];
  let seen: Seen | undefined;
  for (let first = 0; first < total; first += batchSize) {
    const { tensors, ...found } = tidy(() => noGrad(() => peaksOf(model, layer, slice(images, [first, first + batchSize]))));
    seen ??= found;
    const [values, cells] = await readAndDispose(tensors);
    peaks.push({ values: values!.data, cells: cells!.data });
  }
  const { channels: layerChannels, columns, field } = seen!;
  const channels = options.channels ?? Array.from({ length: layerChannels }, (_, channel) => channel);
  for (const channel of channels) {
    if (!Number.isInteger(channel) || channel < 0 || channel >= layerChannels) throw new ArgumentError(`${name}: channel is ${channel}, expected one from 0 to ${layerChannels - 1}`);
  }
  const peak = (image: number, channel: number): { value: number; cell: number } => {
    const { values, cells } = peaks[Math.floor(image / batchSize)]!;
    const at = (image % batchSize) * layerChannels + channel;
    return { value: values[at]!, cell: cells[at]! };
  };
  const results: ChannelPatches[] = [];
  for (const channel of channels) {
    const best = Array.from({ length: total }, (_, image) => ({ image, ...peak(image, channel) })).toSorted((a, b) => b.value - a.value).slice(0, count);
    const boxes = best.map(({ image, value, cell }) => ({ image, value, ...patchBox(field, Math.floor(cell / columns), cell % columns, images.shape) }));
    const parts = await readAndDispose(tidy(() => noGrad(() => boxes.map(({ image, top, left, height, width }) => slice(images, image, null, [top, top + height], [left, left + width])))));
    results.push({ channel, patches: boxes.map(({ height: _, width: __, ...box }, at) => ({ ...box, ...parts[at]! })) });
  }
  return results;
}

interface Seen {
  readonly channels: number;
  readonly columns: number;
  readonly field: ReceptiveField;
}

function peaksOf(model: Layer, layer: string, batch: Tensor): Seen & { readonly tensors: Tensor[] } {
  const name = "topActivatingPatches";
  const tracker = new FieldTracker(batch);
  const seen: string[] = [];
  let output: unknown;
  runModel(name, model, batch, {
    op: (event) => tracker.follow(event),
    leave: (call, given) => {
      seen.push(call.name);
      if (call.name === layer) output = given;
    },
  });
  checkLayerName(name, model, layer, seen);
  if (!(output instanceof Tensor) || (output.rank !== 4 && output.rank !== 2)) throw new ShapeError(`${name}: layer "${layer}" gives ${shapeOf(output)}, expected [N, channels, height, width] or [N, features]`);
  const field = tracker.of(output);
  const problem = field ? (field.height.problem ?? field.width.problem) : "its output does not come from the images";
  if (!field || problem) throw new ArgumentError(`${name}: layer "${layer}" has no receptive field: ${problem}`);
  const flat = output.reshape([output.shape[0]!, output.shape[1]!, -1]);
  return { tensors: [max(flat, 2), argmax(flat, 2)], channels: output.shape[1]!, columns: output.shape[3] ?? 1, field };
}
