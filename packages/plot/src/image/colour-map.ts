import type { Rgb } from "./raster.js";

/** Shows a value that is not a number, which no map of colours contains. */
export const notANumber: Rgb = [255, 0, 255];

const negative: readonly Rgb[] = [[255, 255, 255], [146, 197, 222], [33, 102, 172], [5, 48, 97]];
const positive: readonly Rgb[] = [[255, 255, 255], [244, 165, 130], [178, 24, 43], [103, 0, 31]];

// Stops of matplotlib's inferno (CC0).
const glow: readonly Rgb[] = [[0, 0, 4], [87, 16, 110], [188, 55, 84], [249, 142, 9], [252, 255, 164]];

/** 0 is black, 1 is white; outside is clamped. */
export function grey(t: number): Rgb {
  const level = Math.round(255 * clamp(t));
  return [level, level, level];
}

/** −1 is dark blue, 0 is white, 1 is dark red: blue against red stays apart for every common colour blindness. */
export function signed(t: number): Rgb {
  return along(t < 0 ? negative : positive, Math.abs(t));
}

/** 0 is black, then purple, red and orange, 1 is light yellow: always lighter, so that it reads without colours too. */
export function heat(t: number): Rgb {
  return along(glow, t);
}

/** The colour at `t`, 0…1, of the way through equally far stops. */
function along(stops: readonly Rgb[], t: number): Rgb {
  const place = clamp(t) * (stops.length - 1);
  const index = Math.min(Math.floor(place), stops.length - 2);
  const [from, to] = [stops[index]!, stops[index + 1]!];
  const mix = (channel: 0 | 1 | 2): number => Math.round(from[channel] + (to[channel] - from[channel]) * (place - index));
  return [mix(0), mix(1), mix(2)];
}

function clamp(t: number): number {
  return Math.min(1, Math.max(0, t));
}
