/** Okabe and Ito's palette without its yellow (too light on white): distinct for every common colour blindness. */
const colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
/** Dash patterns in pixels, so that curves stay apart without colour. */
const dashes = ["none", "7 4", "2 3", "9 3 2 3", "12 4"];

/** The stroke of the series at `index`; `dashed` overrides the pattern. */
export function seriesStyle(index: number, dashed: boolean | undefined): { colour: string; dash: string } {
  const dash = dashed === undefined ? dashes[index % dashes.length]! : dashed ? "7 4" : "none";
  return { colour: colours[index % colours.length]!, dash };
}
