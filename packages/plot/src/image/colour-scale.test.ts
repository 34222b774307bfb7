import { expect, test } from "vitest";
import { english } from "../words/english.js";
import { captionOf, colourAt, colourScale, notesOn, placeOn } from "./colour-scale.js";

const map = (...values: number[]) => new Float64Array(values);

test("a signed scale has zero in its middle, whatever its ends", () => {
  for (const scale of [colourScale([map(-1, 4)], "signed", null), colourScale([map(0)], "signed", { min: -1, max: 4 })]) {
    expect(scale.ends).toEqual({ min: -4, max: 4 });
    expect([-4, -1, 0, 4].map((value) => placeOn(scale, value))).toEqual([-1, -0.25, 0, 1]);
    expect(colourAt("signed", placeOn(scale, 0))).toEqual([255, 255, 255]);
  }
});

test("fixed ends hold, and values beyond them take the colour of the end", () => {
  const scale = colourScale([map(-3, 7)], "grey", { min: 0, max: 2 });
  expect([-3, 0, 1, 2, 7, Infinity, -Infinity].map((value) => placeOn(scale, value))).toEqual([0, 0, 0.5, 1, 1, 1, 0]);
  expect(notesOn(scale, english.grid)).toEqual({ values: "values -3 : 7", nan: false });
});

test("a caption tells a dead map from one that is alive, and from one that holds no number", () => {
  expect([map(0, 0), map(0, 1e-7), map(0.5, 0.5), map(NaN), map(NaN, 2), map(Infinity, 1, 2), map(-Infinity)].map((values) => captionOf(colourScale([values], "grey", null).values))).toEqual([
    "0 : 0", "0 : 1e-7", "0.5 : 0.5", "NaN", "2 : 2, NaN", "1 : 2, inf", "inf",
  ]);
});

test("a legend notes what its ends do not show", () => {
  const notes = (...values: number[]) => notesOn(colourScale([map(...values)], "signed", null), english.grid);
  expect(notes(-2, 2)).toEqual({ values: null, nan: false });
  expect(notes(-1, 2)).toEqual({ values: "values -1 : 2", nan: false });
  expect(notes(-2, 2, NaN)).toEqual({ values: null, nan: true });
  expect(notes(-2, 2, Infinity)).toEqual({ values: "values -2 : 2 and infinities", nan: false });
  expect(notes(NaN)).toEqual({ values: "no finite value", nan: true });
});
