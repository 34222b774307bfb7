import { DataError } from "@convoke/core";
import { expect, test } from "vitest";
import { jpegGolden } from "../golden/jpeg.test-data.js";
import { readGolden } from "../golden/read-golden.test-helper.js";
import { decodeJpeg } from "./decode-jpeg.js";
import { readOrientation } from "./orientation.js";

const golden = new Map(readGolden(jpegGolden).map((each) => [each.name, each]));
const fileOf = (name: string): Uint8Array => golden.get(name)!.file;
const baseline = fileOf("baseline, 4:2:0");
const progressive = fileOf("progressive, 4:2:0");

/** The place of the FF of the first marker of this kind. */
function find(bytes: Uint8Array, marker: number): number {
  const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === marker);
  expect(at, `marker ${marker.toString(16)}`).toBeGreaterThan(0);
  return at;
}
/** A copy with other bytes at `offset` after the first marker of this kind. */
function changed(bytes: Uint8Array, marker: number, offset: number, ...values: number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(values, find(bytes, marker) + offset);
  return copy;
}
const bytesOf = (...parts: (number | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : [...part])));
const [sof, sof2, dht, dqt, sos] = [0xc0, 0xc2, 0xc4, 0xdb, 0xda];
const upTo = (marker: number, bytes = baseline): Uint8Array => bytes.subarray(0, find(bytes, marker));

/** An SOF0 of 16 × 8 pixels; each component is its id, sampling and table. */
const frame = (...components: number[][]): Uint8Array => bytesOf(0xff, 0xc0, 0, 8 + 3 * components.length, 8, 0, 8, 0, 16, components.length, ...components.flat());
const rest = new Uint8Array(100);

const refused: [string, Uint8Array, string][] = [
  ["nothing", new Uint8Array(0), "is no JPEG image, expected it to begin with ff d8 ff"],
  ["a file without its end", baseline.subarray(0, -2), "is truncated, expected a marker after byte "],
  ["a file without the last bytes of its data", bytesOf(baseline.subarray(0, -12), 0xff, 0xd9), "is truncated, expected more data before byte "],
  ["a segment without its end", baseline.subarray(0, 15), "is truncated, expected a segment of marker e0 at byte 4"],
  ["a segment shorter than its length", bytesOf(0xff, 0xd8, 0xff, 0xdb, 0, 1, rest), "is truncated, expected a segment of marker db at byte 4"],
  ["no frame", bytesOf(0xff, 0xd8, 0xff, 0xd9), "has no frame, expected one before its end"],
  ["a scan without a frame", bytesOf(0xff, 0xd8, baseline.subarray(find(baseline, sos))), "has a scan before its frame header"],
  ["two frames", bytesOf(upTo(dht), baseline.subarray(find(baseline, sof))), "has two frames, expected one"],
  ["CMYK", bytesOf(0xff, 0xd8, frame([1, 17, 0], [2, 17, 0], [3, 17, 0], [4, 17, 0]), rest), "is CMYK (4 components), expected grey or RGB\nhint: convert it to RGB first; how depends on its colour profile"],
  ["two components", bytesOf(0xff, 0xd8, frame([1, 17, 0], [2, 17, 0]), rest), "has 2 components, expected 1 (grey) or 3 (RGB)"],
  ["12 bits", changed(baseline, sof, 4, 12), "has 12 bits, expected 8"],
  ["arithmetic coding", changed(baseline, sof, 1, 0xc9), "is arithmetic-coded JPEG, expected baseline or progressive\nhint: save it as baseline JPEG or as PNG"],
  ["lossless JPEG", changed(baseline, sof, 1, 0xc3), "is lossless JPEG, expected baseline or progressive"],
  ["no height", changed(baseline, sof, 5, 0, 0), "has 37 × 0 pixels, expected at least 1 × 1"],
  ["enormous dimensions", changed(baseline, sof, 5, 0xff, 0xff, 0xff, 0xff), "has 65535 × 65535 pixels, expected at most 50000000 in all"],
  ["dimensions beyond the data", changed(baseline, sof, 5, 0x1b, 0x58, 0x1b, 0x58), "is truncated, expected at least 23981 bytes for 7000 × 7000 pixels, got "],
  ["a frame header that is too short", bytesOf(0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 8, 0, 16, 3, rest), "has a frame header of 6 bytes, expected 15"],
  ["sampling factors of 0", bytesOf(0xff, 0xd8, frame([1, 0, 0], [2, 17, 0], [3, 17, 0]), rest), "has sampling factors 0×0, 1×1, 1×1, expected 1 … 4 that divide the largest of them"],
  ["sampling factors 3 and 2", bytesOf(0xff, 0xd8, frame([1, 0x31, 0], [2, 0x21, 0], [3, 17, 0]), rest), "has sampling factors 3×1, 2×1, 1×1, expected 1 … 4 that divide the largest of them"],
  ["units of 48 blocks", bytesOf(0xff, 0xd8, frame([1, 0x44, 0], [2, 0x44, 0], [3, 0x44, 0]), rest), "has units of more than 10 blocks, which JPEG does not know"],
  ["no quantization table", bytesOf(0xff, 0xd8, baseline.subarray(find(baseline, sof))), "has no quantization table 0 before its first scan"],
  ["a cut quantization table", bytesOf(0xff, 0xd8, 0xff, 0xdb, 0, 10, rest), "has a quantization table that does not fit its segment"],
  ["a cut Huffman table", bytesOf(0xff, 0xd8, 0xff, 0xc4, 0, 19, 0, 9, rest), "has a Huffman table that does not fit its segment"],
  ["a Huffman table with three codes of one bit", changed(baseline, dht, 5, 3, 0, 0, 0, 0), "has a Huffman table with too many codes of 1 bits"],
  ["a DC table of 16 bits", changed(baseline, dht, 21, 16), "has a Huffman table with DC coefficients of more than 15 bits"],
  ["no Huffman tables", bytesOf(upTo(dht), baseline.subarray(find(baseline, sos))), "has a scan without its Huffman table 0"],
  ["a scan of an unknown component", changed(baseline, sos, 5, 9), "has a scan of component 9, which its frame does not have"],
  ["a component twice in a scan", changed(baseline, sos, 7, 1), "has a scan that names a component twice"],
  ["a scan header that is too long", changed(baseline, sos, 4, 2), "has a scan header of 10 bytes for 2 components, which does not fit"],
  ["a band that JPEG does not know", changed(progressive, sos, 12, 5), "has a scan of coefficients 0 … 5, bits 1 and 3 components, which JPEG does not know"],
  ["a component without data", bytesOf(0xff, 0xd8, upTo(sof).subarray(2), frame([1, 17, 0], [2, 17, 0], [3, 17, 0]), 0xff, 0xd9), "has no data for component 1"],
  ["a restart marker that is missing", changed(fileOf("restart markers, grey"), 0xd0, 1, 0xd3), "has no restart marker 0 at byte "],
];
test.each(refused)("%s is a DataError", (_, bytes, message) => {
  expect(() => decodeJpeg(bytes)).toThrow(DataError);
  expect(() => decodeJpeg(bytes)).toThrow(`decodeJpeg: the image ${message}`);
});

test("codes that no table holds and blocks that run over are refused", () => {
  const ones = bytesOf(baseline.subarray(0, find(baseline, sos) + 14), ...Array.from({ length: 40 }, () => [0xff, 0]).flat(), 0xff, 0xd9);
  expect(() => decodeJpeg(ones)).toThrow("decodeJpeg: the image has a code that is in no Huffman table before byte ");
  // AC symbol (run 15, size 1) five times: 80 coefficients.
  const table = (kind: number, symbol: number) => bytesOf(0xff, 0xc4, 0, 20, kind, 1, new Uint8Array(15), symbol);
  const scan = Uint8Array.of(0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0);
  const over = bytesOf(0xff, 0xd8, baseline.subarray(find(baseline, dqt), find(baseline, sof)), frame([1, 17, 0]), table(0, 0), table(0x10, 0xf1), scan, new Uint8Array(20), 0xff, 0xd9);
  expect(() => decodeJpeg(over)).toThrow("decodeJpeg: the image has a block with more than 64 coefficients before byte ");
});

test("scans without number are refused", () => {
  const scan = progressive.subarray(find(progressive, sos), find(progressive, sos) + 14);
  const many = bytesOf(progressive.subarray(0, find(progressive, sof2)), frame([1, 17, 0], [2, 17, 0], [3, 17, 0]).with(1, 0xc2), progressive.subarray(find(progressive, dht), find(progressive, sos)));
  const scans = Array.from({ length: 201 }, () => bytesOf(scan, new Uint8Array(8)));
  expect(() => decodeJpeg(bytesOf(many, ...scans, 0xff, 0xd9))).toThrow("decodeJpeg: the image has more than 200 scans");
});

test("Adobe's marker tells RGB from YCbCr where there is no JFIF", () => {
  const { file, image } = golden.get("RGB without transform")!;
  expect(decodeJpeg(file)).toEqual(image);
  const adobe = find(file, 0xee);
  const asYcc = changed(file, 0xee, 15, 1);
  expect(decodeJpeg(asYcc).data).not.toEqual(image.data);
  // Without either the components' names R, G, B do.
  const bare = bytesOf(file.subarray(0, adobe), file.subarray(adobe + 16));
  expect(decodeJpeg(bare)).toEqual(image);
});

test("JFIF is YCbCr, whatever its components are called", () => {
  const { file, image } = golden.get("baseline, 4:2:0")!;
  const [frameAt, scanAt] = [find(file, sof), find(file, sos)];
  const renamed = file.slice();
  [82, 71, 66].forEach((id, i) => {
    renamed[frameAt + 10 + 3 * i] = id;
    renamed[scanAt + 5 + 2 * i] = id;
  });
  expect(decodeJpeg(renamed)).toEqual(image);
});

test("an Exif segment that makes no sense means the image as it is", () => {
  const exif = (...tiff: number[]): Uint8Array => Uint8Array.from([0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]);
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
  const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1];
  expect(readOrientation(exif(...big, ...entry))).toBe(6);
  for (const tiff of [[], [0x4d], [...big], [...big, ...entry.slice(0, 11)], [...big.with(0, 0x4e), ...entry], [...big.with(4, 0xff), ...entry], [...big, ...entry.with(9, 9)], [...big, ...entry.with(3, 4)]]) {
    expect(readOrientation(exif(...tiff)), tiff.join()).toBe(1);
  }
});
