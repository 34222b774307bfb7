import { expect, test } from "vitest";
import { grey, heat, signed } from "./colour-map.js";
import { luma, type Rgb } from "./raster.js";

/** What the eye without one kind of cone sees, on linear RGB (Machado, Oliveira and Fernandes 2009, severity 1). */
const blindness = {
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
} as const;

function seen(colour: Rgb, matrix: readonly (readonly number[])[]): number[] {
  const linear = colour.map((level) => (level / 255) ** 2.2);
  return matrix.map((row) => 255 * Math.min(1, Math.max(0, row.reduce((sum, factor, i) => sum + factor * linear[i]!, 0))) ** (1 / 2.2));
}

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((level, i) => level - b[i]!));
const steps = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

test.each(Object.entries(blindness))("with %s the signs stay apart from each other and from zero", (_, matrix) => {
  for (const t of [0.2, 0.4, 0.6, 0.8, 1]) expect(distance(seen(signed(t), matrix), seen(signed(-t), matrix)), `${t}`).toBeGreaterThan(40);
  for (const t of [-1, -0.5, 0.5, 1]) expect(distance(seen(signed(t), matrix), [255, 255, 255])).toBeGreaterThan(90);
});

test("lightness alone tells values apart: it only rises in grey and heat, and falls from zero on both sides of signed", () => {
  for (const colours of [grey, heat, (t: number) => signed(1 - t), (t: number) => signed(t - 1)]) {
    const lightness = [0, ...steps, 1].map((t) => luma(colours(t)));
    expect(lightness).toEqual(lightness.toSorted((a, b) => a - b));
    expect(new Set(lightness).size).toBe(lightness.length);
  }
});
