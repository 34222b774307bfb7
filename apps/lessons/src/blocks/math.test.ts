import { expect, test } from "vitest";
import { frac, math, partial, sub, sum } from "./math.js";

test("a formula reads the same on a page and in a terminal", () => {
  const size = math`O = ⌊${frac("I − F + 2 P", "S")}⌋ + 1`;
  expect(size.plain).toBe("O = ⌊(I − F + 2 P)/S⌋ + 1");
  expect(size.mathml).toContain("<mfrac><mrow><mi>I</mi><mo>−</mo><mi>F</mi><mo>+</mo><mn>2</mn><mi>P</mi></mrow><mrow><mi>S</mi></mrow></mfrac>");
});

test("indices, sums, derivatives; only brackets around tall things grow", () => {
  expect(math`${partial("L", sub("K", "i, j"))} = ${sum("m")} x(m)`.plain).toBe("∂L/∂K[i, j] = Σ_{m}  x(m)");
  expect(math`f(x) (${frac(1, 2)})`.mathml).toMatch(/<mo stretchy="false">\(<\/mo><mi>x<\/mi><mo stretchy="false">\)<\/mo>.*<mo>\(<\/mo><mfrac>/);
  expect(math`a < b`.mathml).toBe("<mi>a</mi><mo>&lt;</mo><mi>b</mi>");
});
