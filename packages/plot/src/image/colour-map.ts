import type { Rgb } from "./raster.js";

/** Shows a value that is not a number, which no map of colours contains. */
export const notANumber: Rgb = [255, 0, 255];

const negative: readonly Rgb[] = [[255, 255, 255], [146, 197, 222], [33, 102, 172], [5, 48, 97]];
const positive: readonly Rgb[] = [[255, 255, 255], [244, 165, 130], [178, 24, 43], [103, 0, 31]];

/** 0 is black, 1 is white; outside is clamped. */
export function grey(t: number): Rgb {
  const level = Math.round(255 * clamp(t));
  return [level, level, level];
}

/** −1 is dark blue, 0 is white, 1 is dark red: blue against red stays apart for every common colour blindness. */
export function signed(t: number): Rgb {
  const stops = t < 0 ? negative : positive;
  const place = clamp(Math.abs(t)) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[index]!, stops[index + 1]!];
  const mix = (channel: 0 | 1 | 2): number => Math.round(from[channel] + (to[channel] - from[channel]) * (place - index));
  return [mix(0), mix(1), mix(2)];
}

function clamp(t: number): number {
  return Math.min(1, Math.max(0, t));
}
