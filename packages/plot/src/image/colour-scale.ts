import { formatNumber } from "../format-number.js";
import type { Words } from "../words/words.js";
import { grey, heat, notANumber, signed } from "./colour-map.js";
import type { Rgb } from "./raster.js";
import { place, summarise, symmetric, type ValueRange, type ValueSummary } from "./value-range.js";

/** `grey` from black (least) to white (greatest), `heat` from black by red to light yellow, or `signed`: blue below zero, white at zero, red above. */
export type Colours = "grey" | "heat" | "signed";

export const allColours = ["grey", "heat", "signed"];

/** What colours mean in the maps that share a scale. */
export interface ColourScale {
  readonly colours: Colours;
  /** What the two ends of the colours stand for; values beyond an end take its colour. */
  readonly ends: ValueRange;
  readonly values: ValueSummary;
}

/** The scale of some maps: from their least to their greatest value, or as `fixed` says; a signed one always has zero in its middle. */
export function colourScale(maps: readonly ArrayLike<number>[], colours: Colours, fixed: ValueRange | null): ColourScale {
  const values = summarise(maps);
  const range = fixed ?? values.finite ?? { min: 0, max: 0 };
  return { colours, ends: colours === "signed" ? symmetric(range) : range, values };
}

/** Where a value stands on its scale: from 0 to 1, of a signed scale from −1 to 1; NaN for NaN. */
export function placeOn({ colours, ends }: ColourScale, value: number): number {
  if (Number.isNaN(value)) return NaN;
  return colours === "signed" ? 2 * place(value, ends, 0.5) - 1 : place(value, ends, 0);
}

/** The colour at a place on a scale. */
export function colourAt(colours: Colours, at: number): Rgb {
  if (Number.isNaN(at)) return notANumber;
  return colours === "signed" ? signed(at) : colours === "heat" ? heat(at) : grey(at);
}

/** The least and the greatest value of the maps, for a caption, and whether there are others; "NaN" or "inf" where no value is finite. */
export function captionOf({ finite, hasNaN, hasInfinity }: ValueSummary): string {
  return [...(finite === null ? [] : [`${short(finite.min)} : ${short(finite.max)}`]), ...(hasInfinity ? ["inf"] : []), ...(hasNaN ? ["NaN"] : [])].join(", ");
}

/** What the legend does not show by itself: the values where the ends are others, and what is not a number. */
export function notesOn({ ends, values: { finite, hasNaN, hasInfinity } }: ColourScale, words: Words["grid"]): { values: string | null; nan: boolean } {
  const differs = finite !== null && (short(finite.min) !== short(ends.min) || short(finite.max) !== short(ends.max));
  const values = finite === null ? words.notFinite : differs ? words.values(short(finite.min), short(finite.max)) : null;
  return { values: hasInfinity ? words.infinities(values ?? words.values(short(ends.min), short(ends.max))) : values, nan: hasNaN };
}

/** A value for a legend. */
export function short(value: number): string {
  return formatNumber(value, 3);
}
