import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** An IDX file of bytes. */
function idx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint16(2, 0x0800 + shape.length);
  shape.forEach((length, i) => header.setUint32(4 + 4 * i, length));
  return Uint8Array.from([...new Uint8Array(header.buffer), ...data]);
}

/** Four files of MNIST's form: images of class c are black but for column 2c. */
export async function writeStripes(folder: string, train: number, test: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [set, length] of [["train", train], ["t10k", test]] as const) {
    const labels = Uint8Array.from({ length }, (_, i) => i % 10);
    const images = Uint8Array.from({ length: length * 784 }, (_, at) => (at % 28 === 2 * labels[Math.floor(at / 784)]! ? 255 : 0));
    await writeFile(join(folder, `${set}-images-idx3-ubyte`), idx([length, 28, 28], images));
    await writeFile(join(folder, `${set}-labels-idx1-ubyte`), idx([length], labels));
  }
  return folder;
}

/** `folder/class/N.ppm`: `each` images of 40 × 30 in one colour for each class. */
export async function writeColours(folder: string, colours: Readonly<Record<string, readonly [number, number, number]>>, each: number): Promise<string> {
  for (const [name, colour] of Object.entries(colours)) {
    await mkdir(join(folder, name), { recursive: true });
    const pixels = Array.from({ length: 40 * 30 }, () => colour).flat();
    for (let i = 0; i < each; i++) await writeFile(join(folder, name, `${i}.ppm`), Uint8Array.from([...new TextEncoder().encode("P6 40 30 255\n"), ...pixels]));
  }
  return folder;
}
