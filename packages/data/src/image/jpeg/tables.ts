import { imageError, type ImageSource } from "../image-source.js";
import { huffmanTable, type HuffmanTable } from "./huffman.js";
import { zigzag } from "./zigzag.js";

/** What the segments between the scans define. */
export interface JpegTables {
  readonly quantization: (Uint16Array | undefined)[];
  readonly dc: (HuffmanTable | undefined)[];
  readonly ac: (HuffmanTable | undefined)[];
  /** Units between two restart markers; 0 for none. */
  restartInterval: number;
}

/** DQT: tables of 64 factors, in zigzag order, of 8 or 16 bits. */
export function readQuantization(content: Uint8Array, tables: JpegTables, source: ImageSource): void {
  for (let at = 0; at < content.length; ) {
    const id = content[at]! & 15;
    const wide = content[at]! >> 4;
    const end = at + 1 + 64 * (wide + 1);
    if (id > 3 || wide > 1 || end > content.length) throw imageError(source, "has a quantization table that does not fit its segment");
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k++) table[zigzag[k]!] = wide ? (content[at + 1 + 2 * k]! << 8) | content[at + 2 + 2 * k]! : content[at + 1 + k]!;
    tables.quantization[id] = table;
    at = end;
  }
}

/** DHT: tables of 16 counts and then the symbols. */
export function readHuffman(content: Uint8Array, tables: JpegTables, source: ImageSource): void {
  for (let at = 0; at < content.length; ) {
    const id = content[at]! & 15;
    const kind = content[at]! >> 4;
    const counts = content.subarray(at + 1, at + 17);
    const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
    if (id > 3 || kind > 1 || counts.length < 16 || end > content.length) throw imageError(source, "has a Huffman table that does not fit its segment");
    const symbols = content.subarray(at + 17, end);
    if (kind === 0 && symbols.some((size) => size > 15)) throw imageError(source, "has a Huffman table with DC coefficients of more than 15 bits");
    (kind === 0 ? tables.dc : tables.ac)[id] = huffmanTable(counts, symbols, source);
    at = end;
  }
}
