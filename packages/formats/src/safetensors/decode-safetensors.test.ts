import { ArgumentError, DataError } from "@convoke/core";
import { expect, test } from "vitest";
import { decodeSafetensors } from "./decode-safetensors.js";
import { everyDType, wideAndHalf } from "./python.test-data.js";

/** A file of this header and this many bytes of data; `length` overrides the header's length. */
function file(header: string | Uint8Array, dataBytes = 0, length?: bigint): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const tensor = (dtype: string, shape: string, offsets: string) => `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

test("a file of Python's safetensors comes back with its values", () => {
  const { tensors, metadata } = decodeSafetensors(Buffer.from(everyDType, "base64"));
  expect({ ...metadata }).toEqual({ format: "pt" });
  expect({ ...tensors }).toEqual({
    double: { shape: [2], dtype: "float64", data: new Float64Array([Math.PI, -0]) },
    "a.bias": { shape: [2], dtype: "float32", data: new Float32Array([0.1, -7]) },
    "b.weight": { shape: [2, 3], dtype: "float32", data: new Float32Array([1.5, -2, 3.25, 0, 1e-38, Infinity]) },
    empty: { shape: [0, 4], dtype: "float32", data: new Float32Array(0) },
    steps: { shape: [], dtype: "int32", data: new Int32Array([1234]) },
    'hé "q"\\\n\u0001': { shape: [1], dtype: "uint8", data: new Uint8Array(1) },
    pixels: { shape: [1, 3], dtype: "uint8", data: new Uint8Array([0, 128, 255]) },
    "\uffff": { shape: [1], dtype: "uint8", data: new Uint8Array(1) },
    "😀": { shape: [1], dtype: "uint8", data: new Uint8Array(1) },
    mask: { shape: [3], dtype: "bool", data: new Uint8Array([1, 0, 1]) },
  });
});

test("float16 becomes float32 and int64 becomes int32", () => {
  const { tensors } = decodeSafetensors(Buffer.from(wideAndHalf, "base64"));
  expect(tensors["i64"]).toEqual({ shape: [4], dtype: "int32", storedAs: "I64", data: new Int32Array([2147483647, -2147483648, 0, -1]) });
  const halves = [1.5, -0, 65504, 2 ** -24, 1023 * 2 ** -24, Infinity, -Infinity, NaN]; // 6e-8 and 6.1e-5 are subnormal
  expect(tensors["f16"]).toEqual({ shape: [8], dtype: "float32", storedAs: "F16", data: new Float32Array(halves) });
});

test("bfloat16 is the upper half of a float32", () => {
  const bytes = file(`{"w":${tensor("BF16", "[3]", "[0,6]")}}`, 6);
  bytes.set([0xc0, 0x3f, 0x00, 0xc0, 0x80, 0x7f], bytes.length - 6); // 0x3fc0 0xc000 0x7f80
  expect(decodeSafetensors(bytes).tensors["w"]!.data).toEqual(new Float32Array([1.5, -2, Infinity]));
});

test("the result shares nothing with the bytes, wherever they lie", () => {
  const source = Buffer.from(everyDType, "base64");
  const unaligned = Buffer.alloc(source.length + 3).subarray(3);
  unaligned.set(source);
  const { tensors } = decodeSafetensors(unaligned);
  unaligned.fill(255);
  expect(tensors["steps"]!.data).toEqual(new Int32Array([1234]));
  expect(tensors["pixels"]!.data).toEqual(new Uint8Array([0, 128, 255]));
});

test("names of Object.prototype are names like any other", () => {
  const { tensors, metadata } = decodeSafetensors(file(`{"toString":${tensor("U8", "[0]", "[0,0]")}}`));
  expect(tensors["toString"]!.shape).toEqual([0]);
  expect(tensors["constructor"]).toBeUndefined();
  expect(metadata["hasOwnProperty"]).toBeUndefined();
});

test("an empty file of the format has no tensors", () => {
  expect({ ...decodeSafetensors(file("{}      ")).tensors }).toEqual({});
});

const one = tensor("F32", "[1]", "[0,4]");
const corrupt: [string, Uint8Array, string][] = [
  ["nothing", new Uint8Array(0), "there are 0 bytes, expected at least the 8 of the header's length"],
  ["a header longer than the file", file("{}", 0, 3n), "the header's length is 3 bytes, but only 2 follow"],
  ["a header longer than the limit", file("{}", 0, 2n ** 63n), "the header's length is 9223372036854775808 bytes, expected at most 100000000"],
  ["an empty header", file("", 4), 'the header does not start with "{"'],
  ["a header that is an array", file("[]"), 'the header does not start with "{"'],
  ["a header after a space", file(" {}"), 'the header does not start with "{"'],
  ["a header that is not UTF-8", file(new Uint8Array([0x7b, 0x22, 0xff, 0x22])), "the header is not UTF-8"],
  ["a cut header", file('{"w":'), "at character 5, expected a value"],
  ["text after the header", file("{}x"), "at character 2, expected nothing but spaces after the header, got \"x\""],
  ["a second object", file("{}{}"), "expected nothing but spaces after the header"],
  ["a trailing comma", file(`{"w":${one},}`, 4), "expected \"\"\""],
  ["a comment", file(`{/**/"w":${one}}`, 4), "expected \"\"\""],
  ["a duplicate name", file(`{"w":${one},"w":${one}}`, 4), "a duplicate key at character 54"],
  ["a duplicate name, escaped", file(`{"w":${one},"\\u0077":${one}}`, 4), "a duplicate key"],
  ["a duplicate field", file(`{"w":{"dtype":"F32","dtype":"I32","shape":[1],"data_offsets":[0,4]}}`, 4), "a duplicate key"],
  ["a string without an end", file('{"w'), "a string without an end at character 1"],
  ["a string that ends in a backslash", file('{"w\\'), "a string without an end at character 1"],
  ["a bad escape", file('{"\\x":1}'), "a bad escape or a control character at character 1"],
  ["a control character", file('{"\n":1}'), "a bad escape or a control character at character 1"],
  ["a negative number", file(`{"w":${tensor("F32", "[-1]", "[0,4]")}}`, 4), "expected a value"],
  ["a fraction", file(`{"w":${tensor("F32", "[1.0]", "[0,4]")}}`, 4), "expected a value"],
  ["an exponent", file(`{"w":${tensor("F32", "[1e0]", "[0,4]")}}`, 4), "expected a value"],
  ["a leading zero", file(`{"w":${tensor("F32", "[01]", "[0,4]")}}`, 4), "expected a value"],
  ["an unsafe integer", file(`{"w":${tensor("F32", "[9007199254740992]", "[0,4]")}}`, 4), "the number 9007199254740992, expected at most"],
  ["null", file('{"w":null}'), "expected a value"],
  ["deep nesting", file(`{"w":${"[".repeat(100_000)}`), "nests deeper than 3 levels"],
  ["a tensor that is a number", file('{"w":1}'), "is not described by dtype, shape and data_offsets"],
  ["a missing field", file('{"w":{"dtype":"F32","shape":[1]}}', 4), "is not described by dtype, shape and data_offsets"],
  ["an unknown field", file(`{"w":{"dtype":"F32","shape":[1],"offsets":[0,4]}}`, 4), "has data_offsets that are not two integers"],
  ["an unknown dtype", file(`{"w":${tensor("F8_E5M2", "[1]", "[0,1]")}}`, 1), 'expected one of I64, F64, F32, I32, BF16, F16, U8, BOOL, got "F8_E5M2"'],
  ["a dtype of Object.prototype", file(`{"w":${tensor("constructor", "[1]", "[0,1]")}}`, 1), "has a dtype that cannot be read"],
  ["a shape of strings", file(`{"w":${tensor("F32", '["1"]', "[0,4]")}}`, 4), "a shape that is not a list of integers"],
  ["three offsets", file(`{"w":${tensor("F32", "[1]", "[0,4,8]")}}`, 4), "data_offsets that are not two integers"],
  ["a shape that overflows", file(`{"w":${tensor("F32", "[4294967296,4294967296,4294967296]", "[0,4]")}}`, 4), "more elements than can be counted"],
  ["a shape that overflows into 0", file(`{"w":${tensor("F32", "[4294967296,4294967296,0]", "[0,0]")}}`), "more elements than can be counted"],
  ["too few bytes", file(`{"w":${tensor("F32", "[2]", "[0,4]")}}`, 4), "needs 8 bytes, but data_offsets [0, 4] hold 4"],
  ["offsets that run backwards", file(`{"w":${tensor("U8", "[1]", "[4,3]")}}`, 4), "needs 1 bytes, but data_offsets [4, 3] hold -1"],
  ["data past the end", file(`{"w":${one}}`, 3), "the tensors cover 4 bytes of data, but the file holds 3"],
  ["data that nobody owns at the end", file(`{"w":${one}}`, 5), "the tensors cover 4 bytes of data, but the file holds 5"],
  ["a hole at the start", file(`{"w":${tensor("F32", "[1]", "[4,8]")}}`, 8), 'tensor "w" leaves a hole before it, expected it to begin at byte 0 of the data, got 4'],
  ["a hole between", file(`{"a":${one},"b":${tensor("U8", "[1]", "[5,6]")}}`, 6), 'tensor "b" leaves a hole before it'],
  ["an overlap", file(`{"a":${one},"b":${tensor("U8", "[2]", "[3,5]")}}`, 5), 'tensor "b" overlaps the tensor before it, expected it to begin at byte 4 of the data, got 3'],
  ["two tensors on the same bytes", file(`{"a":${one},"b":${one}}`, 4), "overlaps the tensor before it"],
  ["the name __proto__", file(`{"__proto__":${one}}`, 4), 'tensor "__proto__" has a name that is refused'],
  ["the metadata key __proto__", file('{"__metadata__":{"__proto__":"x"}}'), "which is refused"],
  ["metadata that is not text", file('{"__metadata__":{"a":1}}'), '__metadata__ has "a" that is not a string'],
  ["metadata that is not an object", file('{"__metadata__":"x"}'), "__metadata__ is not an object"],
  ["a name that would reach the terminal", file('{"\\u001b[2J\\u009b":1}'), 'tensor "\\u001b[2J\\u009b" is not described'],
];
test.each(corrupt)("%s is a DataError", (_, bytes, message) => {
  expect(() => decodeSafetensors(bytes)).toThrow(DataError);
  expect(() => decodeSafetensors(bytes)).toThrow(message);
  expect(() => decodeSafetensors(bytes)).toThrow("decodeSafetensors: ");
});

test("an I64 that does not fit in int32 says which", () => {
  const bytes = file(`{"n":${tensor("I64", "[2]", "[0,16]")}}`, 16);
  new DataView(bytes.buffer).setBigInt64(bytes.length - 8, 2n ** 31n, true);
  expect(() => decodeSafetensors(bytes)).toThrow('tensor "n": its I64 value 2147483648 at element 1 does not fit in int32');
});

test("a BOOL that is neither 0 nor 1 says which", () => {
  const bytes = file(`{"m":${tensor("BOOL", "[2]", "[0,2]")}}`, 2);
  bytes[bytes.length - 1] = 2;
  expect(() => decodeSafetensors(bytes)).toThrow('tensor "m": its BOOL byte at element 1 is 2, expected 0 or 1');
});

test("something else than bytes is an ArgumentError", () => {
  expect(() => decodeSafetensors(new ArrayBuffer(8) as unknown as Uint8Array)).toThrow(ArgumentError);
});
