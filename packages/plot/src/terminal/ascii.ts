import type { Colours } from "../image/colour-scale.js";

// From nothing to full, for light characters on a dark ground.
const light = " .:-=+*#%@";
const above = " .:+*#";
const below = " ,-~=%";

/** A character for a place on a scale (see `placeOn`): the denser, the larger; of a signed scale zero is empty, and each sign has its own characters. */
export function asciiAt(colours: Colours, at: number): string {
  if (Number.isNaN(at)) return "?";
  const ramp = colours !== "signed" ? light : at < 0 ? below : above;
  return ramp[Math.min(ramp.length - 1, Math.floor(Math.abs(at) * ramp.length))]!;
}

/** Every character of a scale, from its least to its greatest value. */
export const asciiScale = { grey: light, heat: light, signed: [...below].reverse().join("") + above.slice(1) } as const;
