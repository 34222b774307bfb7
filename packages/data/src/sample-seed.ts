import { Generator } from "@convoke/core";

/** Seed number `place` of those that grow from `seed`: 53 bits of the stream, so that neighbours have nothing in common. */
export function childSeed(seed: number, place: number): number {
  const stream = new Generator(seed);
  stream.advance(2 * place);
  const [low, high] = stream.words(2);
  return low! + (high! & 0x1fffff) * 2 ** 32;
}
