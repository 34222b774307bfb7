import { ArgumentError, DataError } from "@convoke/core";
import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodePng } from "./decode-png.js";
import { chunk, data, end, file, header, signature } from "./png-file.test-helper.js";

const grey = (width: number, height: number) => data(new Uint8Array((width + 1) * height));
const palette = chunk("PLTE", [1, 2, 3, 4, 5, 6]);
const good = file(header(2, 1), data([0, 7, 9]), end);

test("the smallest file", () => {
  expect(decodePng(good)).toEqual({ width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 9) });
});

test("bytes after the end and ancillary chunks are passed over", () => {
  expect(decodePng(file(header(2, 1), chunk("zTXt", [1, 2]), data([0, 7, 9]), end, chunk("what"))).data).toEqual(Uint8Array.of(7, 9));
});

const wrongCrc = good.slice();
wrongCrc[30]! ^= 1;

const refused: [string, Uint8Array, string][] = [
  ["nothing", new Uint8Array(0), "is no PNG image, expected the signature 89 50 4e 47 0d 0a 1a 0a"],
  ["a signature alone", signature, "is truncated, expected a chunk at byte 8, got 8 bytes"],
  ["a chunk without its end", good.subarray(0, 46), "is truncated, expected 11 bytes of chunk IDAT at byte 33, got 5"],
  ["a wrong CRC", wrongCrc, "is corrupt, expected CRC d1482056 of chunk IHDR at byte 8, got d1492056"],
  ["no header", file(data([0, 7, 9]), end), "begins with chunk IDAT, expected IHDR"],
  ["a long header", file(chunk("IHDR", new Uint8Array(14))), "has an IHDR of 14 bytes, expected 13"],
  ["an unknown colour type", file(header(2, 1, 8, 5)), "has colour type 5 with 8 bits, which PNG does not know"],
  ["RGB of 4 bits", file(header(2, 1, 4, 2)), "has colour type 2 with 4 bits, which PNG does not know"],
  ["unknown methods", file(header(2, 1, 8, 0, [1, 2, 3])), "has compression, filter and interlace 1, 2 and 3, expected 0, 0 and 0 or 1"],
  ["no pixels", file(header(0, 1)), "has 0 × 1 pixels, expected at least 1 × 1"],
  ["enormous dimensions", file(header(2 ** 31 - 1, 2 ** 31 - 1)), "has 2147483647 × 2147483647 pixels, expected at most 50000000 in all"],
  ["no data", file(header(2, 1), end), "is truncated, expected data for 3 bytes of pixels, got 0 bytes, which hold at most 0"],
  ["data too short for its dimensions", file(header(5000, 5000), grey(2, 1), end), "is truncated, expected data for 25005000 bytes of pixels, got 11 bytes, which hold at most 11352"],
  ["a pixel too few", file(header(2, 1), data([0, 7]), end), "is truncated, expected 3 bytes of pixels, got 2"],
  ["a pixel too many", file(header(2, 1), data([0, 7, 9, 1]), end), "holds more data than its header says, expected 3 bytes of pixels"],
  ["data that is not zlib", file(header(2, 1), chunk("IDAT", new Uint8Array(9)), end), "does not decompress, expected zlib data, got an error after 0 bytes of pixels"],
  ["cut data", file(header(40, 40), chunk("IDAT", deflateSync(Buffer.from(Array.from({ length: 1640 }, (_, i) => (i % 41 ? i * i * i : 0)))).subarray(0, -20)), end), "does not decompress, expected zlib data"],
  ["an unknown filter", file(header(2, 1), data([5, 7, 9]), end), "has a row of filter 5, expected 0 … 4"],
  ["a critical chunk that is not known", file(header(2, 1), chunk("ABCD"), end), "has a chunk ABCD at byte 33 that may not stand there, expected one of PLTE, IDAT, IEND"],
  ["a chunk whose name a terminal would obey", file(header(2, 1), chunk("\u001b[2J")), "has a chunk unknown at byte 33 that may not stand there"],
  ["two headers", file(header(2, 1), header(2, 1)), "has a chunk IHDR at byte 33 that may not stand there"],
  ["two palettes", file(header(2, 1, 8, 3), palette, palette), "has a chunk PLTE at byte 51 that may not stand there"],
  ["a palette of 4 bytes", file(header(2, 1, 8, 3), chunk("PLTE", [1, 2, 3, 4])), "has a palette of 4 bytes, expected 3 for each of 1 … 256 colours"],
  ["an empty palette", file(header(2, 1, 8, 3), chunk("PLTE")), "has a palette of 0 bytes, expected 3 for each of 1 … 256 colours"],
  ["no palette", file(header(2, 1, 8, 3), data([0, 0, 1]), end), "has no palette, expected a chunk PLTE before its data"],
  ["a colour that the palette does not have", file(header(2, 1, 8, 3), palette, data([0, 0, 2]), end), "has a pixel of colour 2, but a palette of 2"],
  ["alpha for more colours than there are", file(header(2, 1, 8, 3), palette, chunk("tRNS", [1, 2, 3]), data([0, 0, 1]), end), "has a chunk tRNS of 3 bytes, expected at most one for each of 2 colours"],
  ["a transparent level of 1 byte", file(header(2, 1), chunk("tRNS", [1]), data([0, 0, 1]), end), "has a chunk tRNS of 1 bytes, expected 2"],
  ["transparency twice", file(header(1, 1, 8, 4), chunk("tRNS", [0, 1]), data([0, 0, 1]), end), "has a chunk tRNS beside an alpha channel, expected one of them"],
];
test.each(refused)("%s is a DataError", (_, bytes, message) => {
  const decode = () => decodePng(bytes, { name: "a.png" });
  expect(decode).toThrow(DataError);
  expect(decode).toThrow(`decodePng: a.png ${message}`);
});

test("a file that is too large says how to take it, and does when told", () => {
  const large = file(header(4, 3), grey(4, 3), end);
  expect(() => decodePng(large, { maxPixels: 11 })).toThrow(
    "decodePng: the image has 4 × 3 pixels, expected at most 11 in all\nhint: give a larger maxPixels, if the image can be trusted and there is memory",
  );
  expect(decodePng(large, { maxPixels: 12 }).data).toEqual(new Uint8Array(12));
});

test("a decompression bomb stops at the size that its header announces", () => {
  const bomb = chunk("IDAT", deflateSync(new Uint8Array(200_000_000)));
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decodePng(file(header(2, 1), bomb, end))).toThrow("holds more data than its header says, expected 3 bytes of pixels");
  // 16 kB of it may be decompressed at a time: 17 MB, in a buffer that doubles.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
});

test("what follows the compressed data is not gathered", () => {
  const rubbish = Buffer.concat([deflateSync(Uint8Array.of(0, 7, 9)), Buffer.alloc(30_000_000, 0x55)]);
  expect(() => decodePng(file(header(2, 1), chunk("IDAT", rubbish), end))).toThrow("holds more data than its header says");
});

test("arguments are checked", () => {
  expect(() => decodePng("x" as unknown as Uint8Array)).toThrow(new ArgumentError("decodePng: the image is x, expected a Uint8Array"));
  expect(() => decodePng(good, { maxPixels: 0 })).toThrow(new ArgumentError("decodePng: maxPixels is 0, expected an integer of at least 1"));
  expect(() => decodePng(good, { max: 1 } as object)).toThrow('decodePng: unknown option "max", expected one of maxPixels, name');
});
