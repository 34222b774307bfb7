import { data, plot } from "convoke";
import type { Block } from "../blocks/block.js";
import { inLanguage, type Language } from "../blocks/text.js";

/** The pictures of a block in a terminal that has colours: two pixels a character, at most four of them. */
export async function pictureLines(block: Block, language: Language, colourDepth: plot.ColourDepth, width: number): Promise<string[]> {
  if (block.kind !== "pictures" || colourDepth === "ascii") return [];
  const shown = block.sheet ? [{ png: block.sheet[language], title: "" }] : block.items.slice(0, 4);
  const lines = [];
  for (const { png, title = "" } of shown) {
    const { width: pixels, height, channels, data: values } = await data.decodePng(png);
    const picture = { width: pixels, height, channels: channels as 3, data: Uint8Array.from(values) };
    lines.push(plot.terminalImage(picture, { colourDepth, lineWidth: Math.min(width, block.sheet ? 100 : 48) }), inLanguage(title, language));
  }
  return lines;
}
