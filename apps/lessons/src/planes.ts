import { plot, type Tensor } from "convoke";
import type { PictureContent } from "./blocks/block.js";
import { join, t, type Text } from "./blocks/text.js";

/** The colours of a map: `signed` is blue below zero, red above, symmetric around white. */
export type Colours = "grey" | "signed";

/** Each channel of [C, H, W] (or [1, C, H, W]) as a picture of its own, each with its own range. */
export async function planesOf(maps: Tensor, titles: readonly Text[], colours: (channel: number) => Colours = () => "grey", scale = 1): Promise<PictureContent[]> {
  const [height, width] = maps.shape.slice(-2) as [number, number];
  const values = Float32Array.from(await maps.data());
  return Promise.all(titles.map(async (title, i) => ({
    png: await planePng(values.subarray(i * height * width, (i + 1) * height * width), width, colours(i), scale),
    title,
    alt: join([t("Bản đồ: ", "Map: "), title]),
  })));
}

/** One map as PNG; full colour stands for the greatest value, in large signed maps for one that 1 % exceed. */
export async function planePng(values: Float32Array, width: number, colours: Colours, scale = 1): Promise<Uint8Array> {
  const height = values.length / width;
  const [low, high] = [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  const sizes = values.map(Math.abs).sort();
  const most = sizes[Math.ceil((values.length > 4096 ? 0.99 : 1) * values.length) - 1] || 1;
  const data = new Uint8Array(values.length * scale * scale * 3);
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const value = values[Math.floor(y / scale) * width + Math.floor(x / scale)]!;
      const colour = colours === "grey" ? grey((value - low) / (high - low || 1)) : signed(value / most);
      data.set(colour, (y * width * scale + x) * 3);
    }
  }
  return plot.encodePng({ width: width * scale, height: height * scale, channels: 3, data });
}

const grey = (share: number): number[] => new Array<number>(3).fill(Math.round(255 * share));

/** −1 blue, 0 white, 1 red: the ends are ColorBrewer's RdBu. */
function signed(share: number): number[] {
  const end = share < 0 ? [33, 102, 172] : [178, 24, 43];
  const amount = Math.min(1, Math.abs(share));
  return end.map((channel) => Math.round(255 + (channel - 255) * amount));
}
