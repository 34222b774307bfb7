import { pixelAt, type Raster, type Rgb } from "../image/raster.js";
import { nearest256 } from "./nearest-256.js";

const reset = "\u001b[0m";

/**
 * Lines of ▀: each shows two pixels, the upper one as its foreground, the lower one as its background. A colour is written where it
 * changes, and every line ends with a reset, so that nothing after it is coloured.
 */
export function halfBlockLines(raster: Raster, depth: "truecolour" | "256"): string[] {
  const code = depth === "256" ? (colour: Rgb) => `5;${nearest256(colour)}` : (colour: Rgb) => `2;${colour.join(";")}`;
  return Array.from({ length: Math.ceil(raster.height / 2) }, (_, row) => {
    let [line, front, back] = ["", "", ""];
    for (let x = 0; x < raster.width; x++) {
      const upper = `38;${code(pixelAt(raster, x, 2 * row))}`;
      const lower = 2 * row + 1 < raster.height ? `48;${code(pixelAt(raster, x, 2 * row + 1))}` : "49"; // 49: the terminal's own background
      const changes = [...(upper === front ? [] : [upper]), ...(lower === back ? [] : [lower])];
      line += `${changes.length > 0 ? `\u001b[${changes.join(";")}m` : ""}▀`;
      [front, back] = [upper, lower];
    }
    return line + reset;
  });
}
