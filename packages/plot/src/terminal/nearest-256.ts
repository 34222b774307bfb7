import type { Rgb } from "../image/raster.js";

/** The six levels of xterm's cube of colours, which starts at 16; its 24 greys start at 232, from 8 in steps of 10. */
const levels = [0, 95, 135, 175, 215, 255];

/** The nearest of xterm's 256 colours; the first 16 are left out, because every terminal shows them in its own way. */
export function nearest256(colour: Rgb): number {
  const [red, green, blue] = colour.map(nearestLevel) as [number, number, number];
  const step = Math.min(23, Math.max(0, Math.round(((colour[0] + colour[1] + colour[2]) / 3 - 8) / 10)));
  const grey = 8 + 10 * step;
  const cube: Rgb = [levels[red]!, levels[green]!, levels[blue]!];
  return distance(colour, [grey, grey, grey]) < distance(colour, cube) ? 232 + step : 16 + 36 * red + 6 * green + blue;
}

function nearestLevel(value: number): number {
  return levels.reduce((best, level, i) => (Math.abs(level - value) < Math.abs(levels[best]! - value) ? i : best), 0);
}

function distance(a: Rgb, b: Rgb): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}
