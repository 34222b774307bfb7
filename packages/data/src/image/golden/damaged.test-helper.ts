import fc from "fast-check";

/** One change to the bytes of a file; places are taken modulo its length. */
type Damage = (bytes: readonly number[], other: readonly number[]) => number[];

const place = fc.nat(1 << 20);
const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(place, fc.nat(255)).map(([at, value]): Damage => (bytes) => bytes.with(at % bytes.length, value)) },
  { weight: 2, arbitrary: fc.tuple(place, fc.nat(7)).map(([at, bit]): Damage => (bytes) => bytes.with(at % bytes.length, bytes[at % bytes.length]! ^ (1 << bit))) },
  { weight: 1, arbitrary: place.map((at): Damage => (bytes) => bytes.slice(0, 1 + (at % bytes.length))) },
  { weight: 1, arbitrary: fc.tuple(place, fc.nat(40)).map(([at, size]): Damage => (bytes) => bytes.toSpliced(1 + (at % bytes.length), Math.min(size, bytes.length - 2))) },
  { weight: 1, arbitrary: fc.tuple(place, fc.uint8Array({ maxLength: 12 })).map(([at, more]): Damage => (bytes) => bytes.toSpliced(at % bytes.length, 0, ...more)) },
  { weight: 1, arbitrary: fc.tuple(place, place, fc.nat(60)).map(([from, to, size]): Damage => (bytes, other) => {
    const start = from % other.length;
    return bytes.toSpliced(to % bytes.length, size, ...other.slice(start, start + size));
  }) },
  { weight: 1, arbitrary: fc.tuple(place, fc.constantFrom([0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0, 0, 0, 0])).map(([at, word]): Damage => (bytes) => bytes.toSpliced(at % bytes.length, 4, ...word)) },
);

/** One of `files`, changed in 1 … 5 places, some of them taken from another of them. */
export function damaged(files: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const file = fc.constantFrom(...files.map((bytes) => [...bytes]));
  return fc.tuple(file, file, fc.array(damage, { minLength: 1, maxLength: 5 })).map(([bytes, other, changes]) =>
    Uint8Array.from(changes.reduce((changed: readonly number[], change) => (changed.length > 1 ? change(changed, other) : changed), bytes)),
  );
}
