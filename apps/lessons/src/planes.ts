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
  const sizes = values.map(Math.abs).sort();
  const most = sizes[Math.ceil((values.length > 4096 ? 0.99 : 1) * values.length) - 1] || 1;
  return plot.encodePng(plot.mapImage(values, [values.length / width, width], { colours, scale, ...(colours === "signed" && { range: [-most, most] as const }) }));
}
