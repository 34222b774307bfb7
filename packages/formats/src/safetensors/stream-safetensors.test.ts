import { ArgumentError, DataError } from "@convoke/core";
import { expect, test } from "vitest";
import { decodeSafetensors } from "./decode-safetensors.js";
import { encodeSafetensors } from "./encode-safetensors.js";
import { pytorchDTypes, pytorchState } from "./pytorch.test-data.js";
import { streamSafetensors, type ByteSource, type NamedTensorData, type SafetensorsStream } from "./stream-safetensors.js";

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, "base64"));
const all = async (file: SafetensorsStream): Promise<NamedTensorData[]> => {
  const tensors: NamedTensorData[] = [];
  for await (const tensor of file) tensors.push(tensor);
  return tensors;
};

/** Chunks of a size, and whether the reader said that it wants no more. */
class Source implements AsyncIterable<Uint8Array> {
  closed = false;
  given = 0;
  readonly bytes: Uint8Array;
  readonly size: number;
  constructor(bytes: Uint8Array, size = 16) {
    this.bytes = bytes;
    this.size = size;
  }
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (; this.given < this.bytes.length; ) yield this.bytes.subarray(this.given, (this.given += this.size));
    } finally {
      this.closed = true;
    }
  }
}
const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> => new Blob([new Uint8Array(bytes)]).stream();

const sources: [string, (bytes: Uint8Array) => ByteSource][] = [
  ["a Blob", (bytes) => new Blob([new Uint8Array(bytes)])],
  ["a ReadableStream", streamOf],
  ["a ReadableStream that is not iterable", (bytes) => ({ getReader: () => streamOf(bytes).getReader() }) as ReadableStream<Uint8Array>],
  ["chunks of 1 byte", (bytes) => new Source(bytes, 1)],
  ["chunks of 7 bytes", (bytes) => new Source(bytes, 7)],
  ["one chunk", (bytes) => new Source(bytes, 1e6)],
];

test.each(sources)("%s gives the tensors of decodeSafetensors, in the file's order", async (_, source) => {
  for (const bytes of [bytesOf(pytorchState), bytesOf(pytorchDTypes), encodeSafetensors({})]) {
    const expected = decodeSafetensors(bytes);
    const file = await streamSafetensors(source(bytes));
    expect(file.metadata).toEqual(expected.metadata);
    expect(file.entries).toEqual(Object.entries(expected.tensors).map(([name, { dtype, shape }]) => ({ name, dtype, shape })));
    expect(await all(file)).toEqual(Object.entries(expected.tensors).map(([name, tensor]) => ({ name, ...tensor })));
  }
});

test.each(sources.slice(0, 5))("%s that was cut anywhere is a DataError", async (_, source) => {
  const bytes = bytesOf(pytorchDTypes);
  for (let length = 0; length < bytes.length; length += 13) {
    await expect(streamSafetensors(source(bytes.subarray(0, length))).then(all), `${length} bytes`).rejects.toThrow(DataError);
  }
});

test("no more is read than was asked for, and leaving the loop closes the source", async () => {
  const tensors = Object.fromEntries(["a", "b", "c"].map((name) => [name, { shape: [1000], dtype: "float32" as const, data: new Float32Array(1000) }]));
  const bytes = encodeSafetensors(tensors);
  const source = new Source(bytes);
  const file = await streamSafetensors(source);
  expect(source.given).toBeLessThan(bytes.length - 12_000 + 32);
  for await (const { name } of file) {
    expect(name).toBe("a");
    break;
  }
  expect(source.given).toBeLessThan(bytes.length - 8_000 + 32);
  expect(source.closed).toBe(true);
});

test("the source is closed at the end, by an error and by close", async () => {
  const whole = new Source(bytesOf(pytorchState));
  await all(await streamSafetensors(whole));
  const cut = new Source(bytesOf(pytorchState).subarray(0, -1));
  await expect(streamSafetensors(cut).then(all)).rejects.toThrow('streamSafetensors: tensor "model.5.weight" has 192 bytes, but only 191 follow\nhint: the file is truncated, corrupt or ');
  const bad = new Source(new Uint8Array(1000).fill(7));
  await expect(streamSafetensors(bad)).rejects.toThrow("streamSafetensors: the header's length is 506381209866536711 bytes, expected at most 100000000");
  const unread = new Source(bytesOf(pytorchState));
  await (await streamSafetensors(unread)).close();
  expect([whole, cut, bad, unread].map(({ closed }) => closed)).toEqual([true, true, true, true]);
});

test("a file is read once", async () => {
  const file = await streamSafetensors(new Blob([bytesOf(pytorchState)]));
  await all(file);
  await expect(all(file)).rejects.toThrow(new ArgumentError("streamSafetensors: the tensors were read already, expected one loop", { hint: "open the file again" }));
});

test("bytes after the last tensor are refused, of a Blob before anything is read", async () => {
  const bytes = Uint8Array.from([...bytesOf(pytorchDTypes), 0]);
  await expect(streamSafetensors(new Blob([bytes]))).rejects.toThrow("streamSafetensors: the tensors cover 233 bytes of data, but the file holds 234");
  await expect(streamSafetensors(new Source(bytes)).then(all)).rejects.toThrow("streamSafetensors: more bytes follow after those of the tensors");
});

test("a header that announces more than comes takes no memory for it", async () => {
  const header = new TextEncoder().encode('{"w":{"dtype":"U8","shape":[9000000000000],"data_offsets":[0,9000000000000]}}');
  const bytes = new Uint8Array(8 + header.length + 10);
  bytes[0] = header.length;
  bytes.set(header, 8);
  await expect(streamSafetensors(new Source(bytes)).then(all)).rejects.toThrow('streamSafetensors: tensor "w" has 9000000000000 bytes, but only 10 follow');
  const long = Uint8Array.of(0, 0, 0xf0, 5, 0, 0, 0, 0, 0x7b);
  await expect(streamSafetensors(new Source(long))).rejects.toThrow("streamSafetensors: the header's length is 99614720 bytes, but only 1 follow");
});

test("what is no stream of bytes is an ArgumentError", async () => {
  for (const source of [null, "text", 7, {}, new Uint8Array(9)]) {
    await expect(streamSafetensors(source as unknown as Blob)).rejects.toThrow(
      new ArgumentError("streamSafetensors: source is no stream, expected a Blob, a ReadableStream or an async iterable of Uint8Arrays"),
    );
  }
  const text = (async function* () {
    yield "text";
  })() as unknown as AsyncIterable<Uint8Array>;
  await expect(streamSafetensors(text)).rejects.toThrow(new ArgumentError("streamSafetensors: the source gives [object String], expected Uint8Arrays"));
});
