import { expect, test } from "vitest";
import { oracleThreefry2x32, type Words } from "./threefry.js";

// kat_vectors of Random123, threefry2x32 with 20 rounds: counter, key, result.
test.each<[Words, Words, Words]>([
  [[0, 0], [0, 0], [0x6b200159, 0x99ba4efe]],
  [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], [0x1cb996fc, 0xbb002be7]],
  [[0x243f6a88, 0x85a308d3], [0x13198a2e, 0x03707344], [0xc4923a9c, 0x483df7a0]],
])("counter %j, key %j → %j", (counter, key, expected) => {
  expect(oracleThreefry2x32(key, counter)).toEqual(expected);
});
