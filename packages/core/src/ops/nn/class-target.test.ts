import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { countingBackend } from "../../backend/counting-backend.test-support.js";
import { ArgumentError, argmax, cast, crossEntropy, nllLoss, oneHot, slice, tensor, useBackend, zeros, type Backend, type Tensor } from "../../index.js";

/** What `body` throws, and how often it read from the device meanwhile. */
function run(body: () => unknown): { error: unknown; reads: number } {
  const { backend, calls } = countingBackend();
  using _ = useBackend(backend);
  let error: unknown;
  try {
    body();
  } catch (caught) {
    error = caught;
  }
  return { error, reads: calls.get("readSync")?.count ?? 0 };
}
const int32 = (...values: number[]): Tensor => tensor(Int32Array.from(values));
const logits = (places: number): Tensor => zeros([places, 3]);

describe("targets that come from the host are not read from the device", () => {
  const cases: Record<string, () => unknown> = {
    "crossEntropy": () => crossEntropy(logits(3), int32(0, 2, 1)),
    "nllLoss": () => nllLoss(logits(3), int32(0, 2, 1)),
    "oneHot": () => oneHot(int32(0, 2, 1), 3),
    "a slice of more": () => crossEntropy(logits(2), slice(int32(0, 2, 1), [1, null])),
    "uint8, and a cast of it": () => [crossEntropy(logits(2), tensor(Uint8Array.of(2, 0))), crossEntropy(logits(2), cast(tensor(Uint8Array.of(2, 0)), "int32"))],
    "some or all of them ignored": () => [crossEntropy(logits(3), int32(0, -100, 2)), crossEntropy(logits(2), int32(255, 1), { ignoreIndex: 255 }), crossEntropy(logits(1), int32(-100))],
    "no target": () => crossEntropy(logits(0), int32()),
  };
  test.each(Object.entries(cases))("%s", (_, body) => expect(run(body)).toEqual({ error: undefined, reads: 0 }));
});

describe("a bad class is found by a read, and named with its place", () => {
  const bad = (value: number, at: number, rest = " or ignoreIndex -100"): ArgumentError => new ArgumentError(`crossEntropy: target ${value} at ${at} is not a class, expected 0 … 2${rest}`);
  test.each([
    ["the greatest", () => crossEntropy(logits(3), int32(0, 3, 1)), bad(3, 1)],
    ["the least", () => crossEntropy(logits(3), int32(0, 1, -1)), bad(-1, 2)],
    ["beside ignored ones", () => crossEntropy(logits(4), int32(-100, 0, -7, 1)), bad(-7, 2)],
    ["beside ignored great ones", () => crossEntropy(logits(3), int32(255, 7, 1), { ignoreIndex: 255 }), bad(7, 1, " or ignoreIndex 255")],
    ["of a computed target", () => crossEntropy(logits(2), int32(0, 1).add(2)), bad(3, 1)],
  ] as const)("%s", (_, body, error) => expect(run(body)).toEqual({ error, reads: 1 }));
});

test("where the range does not settle it, a read does: a bad class elsewhere in the storage harms nobody", () => {
  expect(run(() => crossEntropy(logits(2), slice(int32(0, 2, 9), [0, 2])))).toEqual({ error: undefined, reads: 1 });
  expect(run(() => crossEntropy(logits(2), argmax(zeros([2, 3]), 1)))).toEqual({ error: undefined, reads: 1 });
});

describe("on a backend without synchronous reads", () => {
  const { readSync: _, ...rest } = cpu();
  const backend: Backend = { ...rest, capabilities: { ...rest.capabilities, syncRead: false } } as Backend;

  test("what the host wrote is still checked, without a place", () => {
    using _ = useBackend(backend);
    expect(() => crossEntropy(logits(3), int32(0, 3, 1))).toThrow(new ArgumentError("crossEntropy: target 3 is not a class, expected 0 … 2 or ignoreIndex -100"));
    expect(() => oneHot(int32(-2, 1), 3)).toThrow(new ArgumentError("oneHot: target -2 is not a class, expected 0 … 2"));
  });

  test("what nobody knows passes", () => {
    using _ = useBackend(backend);
    expect(crossEntropy(logits(2), slice(int32(0, 2, 9), [0, 2])).shape).toEqual([]);
    expect(crossEntropy(logits(2), int32(5, 6).add(2), { reduction: "none" }).shape).toEqual([2]);
  });
});

test("ignoreIndex must be an int32", () => {
  expect(run(() => crossEntropy(logits(1), int32(0), { ignoreIndex: 2 ** 40 })).error).toMatchObject({ message: expect.stringMatching(/^crossEntropy: a number 1099511627776 does not fit int32/) });
});
