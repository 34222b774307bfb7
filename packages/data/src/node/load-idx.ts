import { decodeIdx, type IdxArray } from "../idx.js";
import { inflateIdx } from "../read-idx.js";
import { readBytes } from "./read-bytes.js";

/**
 * Reads an IDX file, plain or gzip.
 *
 * @throws {DataError} that names the file, when it is missing, truncated, corrupt or not IDX.
 * @example
 * const { shape, data } = await loadIdx("data/train-images-idx3-ubyte.gz"); // [60000, 28, 28], Uint8Array
 */
export async function loadIdx(path: string): Promise<IdxArray> {
  const source = { caller: "loadIdx", name: path, hint: "check the path, or fetch the file again" };
  return decodeIdx(await inflateIdx(await readBytes(path, source), source), source);
}
