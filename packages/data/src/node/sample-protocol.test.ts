import { ArgumentError, DataError, Generator } from "@convoke/core";
import { expect, test } from "vitest";
import type { Dataset } from "../dataset.js";
import { answer, rebuild, type SampleReply } from "./sample-protocol.js";

const dataset: Dataset<number> = {
  length: 3,
  get(index, generator = new Generator(0)) {
    if (index === 1) throw new DataError("Numbers.get: 1 is missing", { hint: "look for it" });
    if (index === 2) throw new RangeError("too far");
    return generator.words(1)[0]!;
  },
};
const ask = (...indices: number[]) => answer(dataset, { id: 7, indices, seeds: indices.map((_, i) => i + 40) });
const errorOf = (reply: SampleReply): Error => rebuild((structuredClone(reply) as Extract<SampleReply, { error: unknown }>).error);

test("samples come with the generators of their seeds", async () => {
  expect(await ask(0, 0)).toEqual({ id: 7, samples: [new Generator(40).words(1)[0], new Generator(41).words(1)[0]] });
});

test("an error keeps its class, message and hint on its way", async () => {
  const error = errorOf(await ask(0, 1));
  expect(error).toBeInstanceOf(DataError);
  expect([error.message, (error as DataError).hint]).toEqual(["Numbers.get: 1 is missing\nhint: look for it", "look for it"]);
  const foreign = errorOf(await ask(2));
  expect(foreign).toEqual(new DataError("DataLoader: a worker failed with RangeError: too far"));
  const unopened = errorOf(await answer(Promise.reject(new ArgumentError("open: no")), { id: 1, indices: [0], seeds: [0] }));
  expect(unopened).toEqual(new ArgumentError("open: no"));
  expect(errorOf(await answer(Promise.reject("text"), { id: 1, indices: [0], seeds: [0] })).message).toBe("DataLoader: a worker failed with Error: text");
});
