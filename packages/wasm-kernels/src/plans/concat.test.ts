import { expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { positions, randomLayout, randomShape } from "../layout.test-support.js";
import { integer, seeded } from "../random.test-support.js";
import { concat } from "./concat.js";

const arena = new Arena(false, 16);

test.each([1, 4] as const)("parts of any layout along any axis, %i bytes wide", (width) => {
  const random = seeded(91), array = width === 1 ? Uint8Array : Uint32Array;
  for (let i = 0; i < 100; i++) {
    const shape = randomShape(random, integer(random, 1, 4), 9), axis = integer(random, 0, shape.length - 1);
    const outer = shape.slice(0, axis).reduce((a, b) => a * b, 1);
    arena.reset();
    const rows = Array.from({ length: outer }, (): number[] => []);
    const parts = Array.from({ length: integer(random, 1, 4) }, () => {
      const { layout, length } = randomLayout(random, shape.with(axis, integer(random, 0, 5)));
      const values = new array(Array.from({ length }, () => random() * 2 ** (8 * width))), pointer = arena.bytes(width * length);
      new array(arena.memory.buffer, pointer, length).set(values);
      const elements = positions(layout).map((at) => values[at]!), inner = elements.length / outer;
      rows.forEach((row, r) => row.push(...elements.slice(r * inner, (r + 1) * inner)));
      return { pointer, layout };
    });
    const expected = rows.flat(), output = arena.bytes(width * expected.length + 16);
    arena.run(concat(parts, axis, output, width), randomCuts(random));
    expect([...new array(arena.memory.buffer, output, expected.length)]).toEqual(expected);
    expect([...new Uint8Array(arena.memory.buffer, output + width * expected.length, 16)]).toEqual(new Array(16).fill(0xff));
  }
});
