import { describe, expect, test } from "vitest";
import { bfloat16ToFloat32, float16ToFloat32, float32ToBfloat16, float32ToFloat16 } from "./half-float.js";

const all = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

describe.each([
  ["float16", float16ToFloat32, float32ToFloat16, 0x7c00],
  ["bfloat16", bfloat16ToFloat32, float32ToBfloat16, 0x7f80],
] as const)("%s", (_, widen, narrow, infinity) => {
  const values = widen(all);
  const finite: readonly number[] = [...all.keys()].filter((bits) => (bits & 0x7fff) < infinity);

  test("every number comes back as it was", () => {
    const back = narrow(values);
    for (const bits of [...finite, infinity, infinity | 0x8000]) if (back[bits] !== bits) expect.fail(`${bits} became ${back[bits]}`);
    expect(widen(back.filter((_bits, i) => Number.isNaN(values[i]))).every(Number.isNaN)).toBe(true);
  });

  test("what lies between two numbers goes to the nearer one, and from the middle to the even one", () => {
    const next = (value: number, up: number): number => {
      const word = new Int32Array(new Float32Array([value]).buffer);
      word[0]! += up;
      return new Float32Array(word.buffer)[0]!;
    };
    const wrong: string[] = [];
    for (const bits of finite) {
      if (bits >= 0x8000 || bits + 1 === infinity) continue;
      const middle = Math.fround(values[bits]! / 2 + values[bits + 1]! / 2);
      if (middle === 0) continue;   // half of the smallest bfloat16 is half of a float32's last bit more
      const got = narrow(new Float32Array([next(middle, -1), middle, next(middle, 1), -middle])).join();
      const even = bits + (bits & 1);
      if (got !== [bits, even, bits + 1, even | 0x8000].join()) wrong.push(`${got} after ${values[bits]}`);
    }
    expect(wrong).toEqual([]);
  });
});

test("from the middle above the largest number on it is Infinity", () => {
  expect(float16ToFloat32(float32ToFloat16(new Float32Array([65519.99, 65520, -65520, 3e38])))).toEqual(new Float32Array([65504, Infinity, -Infinity, Infinity]));
  expect(bfloat16ToFloat32(float32ToBfloat16(new Float32Array([3.39e38, 3.4e38])))).toEqual(new Float32Array([3.3895313892515355e38, Infinity]));
});
