import { imageError, type ImageSource } from "../image-source.js";
import { BitReader } from "./bit-reader.js";
import { decodeAcFirst, decodeAcRefine, decodeBaseline, decodeDcFirst, decodeDcRefine, type Band, type DecodeBlock, type ScanPlane } from "./block-decoders.js";
import type { Component, Frame } from "./frame.js";
import type { JpegTables } from "./tables.js";

/** A plane of a scan and how its blocks lie in the frame. */
type Plane = ScanPlane & { readonly component: Component };

/** Decodes one scan, whose header is `content` and whose data begins at `start`, into the frame's coefficients; returns where the data ends. */
export function readScan(bytes: Uint8Array, start: number, content: Uint8Array, frame: Frame, tables: JpegTables, source: ImageSource): number {
  const count = content[0] ?? 0;
  if (content.length !== 4 + 2 * count || count < 1 || count > frame.components.length) {
    throw imageError(source, `has a scan header of ${content.length} bytes for ${count} components, which does not fit`);
  }
  const [from, to, bits] = content.subarray(1 + 2 * count) as unknown as [number, number, number];
  const band: Band = frame.progressive
    ? { from, to, low: bits & 15, refine: bits >> 4 > 0, endOfBandRun: 0 }
    : { from: 0, to: 63, low: 0, refine: false, endOfBandRun: 0 };
  if (frame.progressive && (from > to || to > 63 || band.low > 13 || (from === 0 ? to > 0 : count > 1) || (band.refine && bits >> 4 !== band.low + 1))) {
    throw imageError(source, `has a scan of coefficients ${from} … ${to}, bits ${bits.toString(16)} and ${count} components, which JPEG does not know`);
  }
  const planes = Array.from({ length: count }, (_, i) => planeOf(content[1 + 2 * i]!, content[2 + 2 * i]!, band, frame, tables, source));
  if (new Set(planes.map(({ component }) => component)).size < count) throw imageError(source, "has a scan that names a component twice");

  const reader = new BitReader(bytes, start, source);
  const decode = decoderOf(frame.progressive, band);
  if (planes.length === 1) readPlane(planes[0]!, reader, decode, band, tables.restartInterval, source);
  else readUnits(planes, frame, reader, decode, band, tables.restartInterval, source);
  return reader.at;
}

function planeOf(id: number, selectors: number, band: Band, frame: Frame, tables: JpegTables, source: ImageSource): Plane {
  const component = frame.components.find((each) => each.id === id);
  if (!component) throw imageError(source, `has a scan of component ${id}, which its frame does not have`);
  const quantization = tables.quantization[component.quantizationId];
  component.quantization ??= quantization ?? null;
  if (!component.quantization) throw imageError(source, `has no quantization table ${component.quantizationId} before its first scan`);
  const dc = tables.dc[selectors >> 4] ?? null;
  const ac = tables.ac[selectors & 15] ?? null;
  if ((band.from === 0 && !band.refine && !dc) || (band.to > 0 && !ac)) throw imageError(source, `has a scan without its Huffman table ${selectors.toString(16)}`);
  return { component, coefficients: component.coefficients, dc, ac, prediction: 0 };
}

function decoderOf(progressive: boolean, { from, refine }: Band): DecodeBlock {
  if (!progressive) return decodeBaseline;
  if (from === 0) return refine ? decodeDcRefine : decodeDcFirst;
  return refine ? decodeAcRefine : decodeAcFirst;
}

/** A single component comes block by block, in reading order, without the padding to whole units. */
function readPlane(plane: Plane, reader: BitReader, decode: DecodeBlock, band: Band, interval: number, source: ImageSource): void {
  const { width, height, blocksPerLine } = plane.component;
  const columns = Math.ceil(width / 8);
  const rows = Math.ceil(height / 8);
  for (let row = 0, done = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, done++) {
      if (interval > 0 && done > 0 && done % interval === 0) restart(reader, done / interval - 1, [plane], band);
      decode(reader, plane, 64 * (row * blocksPerLine + column), band, source);
    }
  }
}

/** Several components come unit by unit: of each h × v blocks. */
function readUnits(planes: readonly Plane[], frame: Frame, reader: BitReader, decode: DecodeBlock, band: Band, interval: number, source: ImageSource): void {
  for (let row = 0, done = 0; row < frame.unitsPerColumn; row++) {
    for (let column = 0; column < frame.unitsPerLine; column++, done++) {
      if (interval > 0 && done > 0 && done % interval === 0) restart(reader, done / interval - 1, planes, band);
      for (const plane of planes) {
        const { h, v, blocksPerLine } = plane.component;
        for (let j = 0; j < v; j++) {
          for (let i = 0; i < h; i++) decode(reader, plane, 64 * ((row * v + j) * blocksPerLine + column * h + i), band, source);
        }
      }
    }
  }
}

function restart(reader: BitReader, index: number, planes: readonly ScanPlane[], band: Band): void {
  reader.restart(index);
  for (const plane of planes) plane.prediction = 0;
  band.endOfBandRun = 0;
}
