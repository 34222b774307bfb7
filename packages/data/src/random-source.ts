import { ArgumentError, defaultGenerator, Generator } from "@convoke/core";

/** Where a random order comes from: a seed for a stream of its own, or a generator to draw from. */
export interface RandomSource {
  /** Default: the generator that `manualSeed` seeds. */
  readonly seed?: number;
  /** Instead of `seed`. */
  readonly generator?: Generator;
}

/** The generator that the options name. */
export function generatorOf(name: string, { seed, generator }: RandomSource): Generator {
  if (seed !== undefined && generator !== undefined) throw new ArgumentError(`${name}: got both seed and generator, expected one of them`);
  return generator ?? (seed === undefined ? defaultGenerator() : new Generator(seed));
}
