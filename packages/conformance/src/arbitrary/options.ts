import fc from "fast-check";

/** An options object with each key four times out of five; it shrinks towards {}. */
export function arbitraryOptions<Options extends object>(arbitraries: {
  [Key in keyof Options]: fc.Arbitrary<Options[Key]>;
}): fc.Arbitrary<Partial<Options>> {
  const keys = Object.keys(arbitraries) as (keyof Options & string)[];
  return fc.tuple(...keys.map((key) => fc.option(fc.record({ [key]: arbitraries[key] }), { freq: 5 }))).map(
    (entries) => Object.assign({}, ...entries) as Partial<Options>,
  );
}
