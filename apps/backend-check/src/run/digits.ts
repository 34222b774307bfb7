import { ImageDataset } from "@convoke/data";

const side = 28;
const rowLength = 1 + side * side;
/** Digits to learn from; those behind them are held out. */
const trainCount = 2000;

export interface Digits {
  readonly train: ImageDataset;
  readonly heldOut: ImageDataset;
}

/** Unpacks digits.bin: a label and the pixels of each digit, gzipped. */
export async function unpackDigits(packed: Uint8Array): Promise<Digits> {
  const stream = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  const part = (from: number, to: number): ImageDataset => {
    const rows = Array.from({ length: to - from }, (_, i) => bytes.subarray((from + i) * rowLength, (from + i + 1) * rowLength));
    const images = new Uint8Array(rows.length * side * side);
    rows.forEach((row, i) => images.set(row.subarray(1), i * side * side));
    return new ImageDataset(images, Uint8Array.from(rows, (row) => row[0]!), { height: side, width: side, mean: 0.1307, std: 0.3081 });
  };
  return { train: part(0, trainCount), heldOut: part(trainCount, bytes.length / rowLength) };
}
