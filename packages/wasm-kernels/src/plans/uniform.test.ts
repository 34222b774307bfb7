import { uniformNumbers } from "@convoke/core/backend";
import { expect, test } from "vitest";
import { Arena, randomCuts } from "../arena.test-support.js";
import { seeded } from "../random.test-support.js";
import { uniform } from "./uniform.js";

const arena = new Arena(false, 16);

test("the bits of core's generator: any size, key and counter, in any pieces", { timeout: 60_000 }, () => {
  const random = seeded(81);
  const counters = [0, 1, 2, 7, 1023, 2 ** 32 - 1, 2 ** 33 - 9, 2 ** 33 - 8, 2 ** 33, 2 ** 33 + 5, 2 ** 41 - 3, Number.MAX_SAFE_INTEGER - 5000];
  for (const key of [[0, 0], [-1, 2 ** 21 - 1], [0x13198a2e, 0x03707344]] as const) for (const counter of counters) for (const size of [0, 1, 2, 7, 8, 9, 1023, 1024, 1025, 4000]) {
    for (const cut of [undefined, randomCuts(random)]) {
      arena.reset();
      const output = arena.bytes(4 * size + 16);
      arena.run([uniform(output, size, key, counter)], cut);
      for (const guard of [output - 16, output + 4 * size]) expect([...new Uint8Array(arena.memory.buffer, guard, 16)]).toEqual(new Array(16).fill(0xff));
      expect(arena.readFloats(output, size)).toEqual(uniformNumbers(size, key, counter));
    }
  }
});
