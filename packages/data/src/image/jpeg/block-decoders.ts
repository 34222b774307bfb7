import { imageError, type ImageSource } from "../image-source.js";
import type { BitReader } from "./bit-reader.js";
import type { HuffmanTable } from "./huffman.js";
import { zigzag } from "./zigzag.js";

/** A plane within a scan. */
export interface ScanPlane {
  readonly coefficients: Int16Array;
  readonly dc: HuffmanTable | null;
  readonly ac: HuffmanTable | null;
  /** The last DC coefficient: the next one is coded as a difference. */
  prediction: number;
}

/** What a scan codes of each block: coefficients `from` … `to` in zigzag order, bits from `low` upwards. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly low: number;
  /** Whether it adds bit `low` to what earlier scans brought. */
  readonly refine: boolean;
  /** Blocks still to come in which this scan has nothing new. */
  endOfBandRun: number;
}

/** Decodes one block, whose coefficients begin at `block`. */
export type DecodeBlock = (reader: BitReader, plane: ScanPlane, block: number, band: Band, source: ImageSource) => void;

/** T.81, F.2.2: the whole block at once. */
export const decodeBaseline: DecodeBlock = (reader, plane, block, band, source) => {
  decodeDcFirst(reader, plane, block, band, source);
  const { coefficients } = plane;
  for (let k = 1; k < 64; k++) {
    const code = reader.symbol(plane.ac!);
    const size = code & 15;
    if (size === 0) {
      if (code !== 0xf0) break;
      k += 15;
      continue;
    }
    k += code >> 4;
    if (k > 63) throw pastEnd(reader, source);
    coefficients[block + zigzag[k]!] = reader.receiveSigned(size);
  }
};

/** T.81, G.1.2.1. */
export const decodeDcFirst: DecodeBlock = (reader, plane, block, { low }) => {
  const size = reader.symbol(plane.dc!);
  if (size > 0) plane.prediction += reader.receiveSigned(size);
  plane.coefficients[block] = plane.prediction << low;
};

export const decodeDcRefine: DecodeBlock = (reader, { coefficients }, block, { low }) => {
  if (reader.receive(1)) coefficients[block]! |= 1 << low;
};

/** T.81, G.1.2.2: as baseline, with runs of blocks in which nothing follows. */
export const decodeAcFirst: DecodeBlock = (reader, plane, block, band, source) => {
  if (band.endOfBandRun > 0) {
    band.endOfBandRun--;
    return;
  }
  for (let k = band.from; k <= band.to; k++) {
    const code = reader.symbol(plane.ac!);
    const run = code >> 4;
    const size = code & 15;
    if (size === 0) {
      if (run < 15) {
        band.endOfBandRun = (1 << run) - 1 + (run > 0 ? reader.receive(run) : 0);
        return;
      }
      k += 15;
      continue;
    }
    k += run;
    if (k > band.to) throw pastEnd(reader, source);
    plane.coefficients[block + zigzag[k]!] = reader.receiveSigned(size) << band.low;
  }
};

/** T.81, G.1.2.3: one more bit for what is not zero yet, and new coefficients of ±1 in between. */
export const decodeAcRefine: DecodeBlock = (reader, plane, block, band, source) => {
  const { coefficients } = plane;
  const bit = 1 << band.low;
  const refine = (at: number): void => {
    const value = coefficients[at]!;
    if (reader.receive(1)) coefficients[at] = value + (value > 0 ? bit : -bit);
  };
  let k = band.from;
  if (band.endOfBandRun === 0) {
    for (; k <= band.to; k++) {
      const code = reader.symbol(plane.ac!);
      let run = code >> 4;
      let value = 0;
      if ((code & 15) > 0) {
        value = reader.receive(1) ? bit : -bit;
      } else if (run < 15) {
        band.endOfBandRun = (1 << run) + (run > 0 ? reader.receive(run) : 0);
        break;
      }
      // Passes `run` zeros; what is not zero on the way is refined.
      for (; k <= band.to; k++) {
        const at = block + zigzag[k]!;
        if (coefficients[at] !== 0) refine(at);
        else if (run-- === 0) break;
      }
      if (value === 0) continue;
      if (k > band.to) throw pastEnd(reader, source);
      coefficients[block + zigzag[k]!] = value;
    }
  }
  if (band.endOfBandRun === 0) return;
  for (; k <= band.to; k++) {
    const at = block + zigzag[k]!;
    if (coefficients[at] !== 0) refine(at);
  }
  band.endOfBandRun--;
};

const pastEnd = ({ at }: BitReader, source: ImageSource): Error => imageError(source, `has a block with more than 64 coefficients before byte ${at}`);
