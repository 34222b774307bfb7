import { ArgumentError, type DType } from "@convoke/core";
import type { TensorData } from "../tensor-data.js";
import { ByteReader } from "./byte-reader.js";
import { corruptFile, type Corrupt } from "./corrupt.js";
import { toRecord, toTensorData } from "./decode-safetensors.js";
import { quote } from "./quote.js";
import { headerLength, parseHeader, type HeaderEntry } from "./read-header.js";

/** Where the bytes of a file come from: a file of a page, a response's body, a Node stream. */
export type ByteSource = Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** A tensor and its name. */
export interface NamedTensorData extends TensorData {
  readonly name: string;
}

/** A safetensors file that is being read: iterate it once. Leaving the loop closes the source. */
export interface SafetensorsStream extends AsyncIterable<NamedTensorData> {
  readonly metadata: Readonly<Record<string, string>>;
  /** What the file holds, in its order. */
  readonly entries: readonly { readonly name: string; readonly dtype: DType; readonly shape: readonly number[] }[];
  /** For who does not iterate: closes the source. */
  close(): Promise<void>;
}

/**
 * Reads a safetensors file tensor by tensor, so that a large one is never in memory as a whole.
 *
 * Resolves once the header is read and checked; each tensor is read when the loop asks for it. Values are as for `decodeSafetensors`.
 *
 * @throws {DataError} from here or from the loop, for a file that is truncated, corrupt, ambiguous or of another dtype.
 * @throws {ArgumentError} for something else than bytes.
 * @example
 * const file = await streamSafetensors((await fetch(url)).body!);
 * for await (const { name, shape, data } of file) console.log(name, shape, data.length);
 */
export async function streamSafetensors(source: ByteSource): Promise<SafetensorsStream> {
  if (source instanceof Blob) return openStream(chunksOf(source.stream()), source.size, "streamSafetensors", corruptFile("streamSafetensors"));
  if (typeof source !== "object" || source === null || !(Symbol.asyncIterator in source || "getReader" in source)) {
    throw new ArgumentError("streamSafetensors: source is no stream, expected a Blob, a ReadableStream or an async iterable of Uint8Arrays");
  }
  return openStream(chunksOf(source), null, "streamSafetensors", corruptFile("streamSafetensors"));
}

/** `streamSafetensors` for a caller that knows the size of its file, or not (null), and names it in the errors. */
export async function openStream(chunks: AsyncIterator<Uint8Array>, fileBytes: number | null, caller: string, corrupt: Corrupt): Promise<SafetensorsStream> {
  const reader = new ByteReader(chunks, (chunk) => new ArgumentError(`${caller}: the source gives ${Object.prototype.toString.call(chunk)}, expected Uint8Arrays`));
  try {
    const length = headerLength(await reader.take(8), fileBytes, corrupt);
    const header = await reader.take(length);
    if (header.length < length) throw corrupt(`the header's length is ${length} bytes, but only ${header.length} follow`);
    let reading = false;
    const { entries, metadata } = parseHeader(header, fileBytes, corrupt);
    return {
      metadata: toRecord(metadata),
      entries: entries.map(({ name, type, shape }) => ({ name, dtype: type.dtype, shape })),
      close: () => reader.close(),
      [Symbol.asyncIterator]: () => {
        if (reading) throw new ArgumentError(`${caller}: the tensors were read already, expected one loop`, { hint: "open the file again" });
        reading = true;
        return readTensors(reader, entries, corrupt);
      },
    };
  } catch (error) {
    await reader.close();
    throw error;
  }
}

async function* readTensors(reader: ByteReader, entries: readonly HeaderEntry[], corrupt: Corrupt): AsyncGenerator<NamedTensorData, void, undefined> {
  try {
    for (const entry of entries) {
      const size = entry.end - entry.begin;
      const bytes = await reader.take(size);
      if (bytes.length < size) throw corrupt(`tensor ${quote(entry.name)} has ${size} bytes, but only ${bytes.length} follow`);
      yield { name: entry.name, ...toTensorData(entry, bytes, corrupt) };
    }
    if ((await reader.take(1)).length > 0) throw corrupt("more bytes follow after those of the tensors");
  } finally {
    await reader.close();
  }
}

/** Also of a ReadableStream where that is not iterable (Safari). */
function chunksOf(source: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>): AsyncIterator<Uint8Array> {
  if (!("getReader" in source)) return source[Symbol.asyncIterator]();
  const reader = source.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done, value: undefined } : { done, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
