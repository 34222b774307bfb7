import type { Backend, Storage, TypedArray } from "@convoke/core/backend";

/** One storage of each of several backends. */
class Joint implements Storage {
  readonly dtype;
  readonly size: number;
  readonly parts: readonly Storage[];

  constructor(parts: readonly Storage[]) {
    this.dtype = parts[0]!.dtype;
    this.size = parts[0]!.size;
    this.parts = parts;
  }
}

type Method = (...args: unknown[]) => unknown;

/** A backend that does everything on each of `backends`, and whose reads fail where these differ in a bit. */
export function agreeing(backends: readonly Backend[]): Backend {
  const [first] = backends as [Backend];
  const joint: Record<string, unknown> = { ...first };
  for (const name of Object.keys(first).filter((key) => typeof first[key as keyof Backend] === "function")) {
    joint[name] = (...args: unknown[]) => join(backends.map((backend, i) => (backend[name as keyof Backend] as Method)(...args.map((arg) => part(arg, i)))));
  }
  joint["info"] = () => first.info();
  if (first.readSync) joint["readSync"] = (storage: Joint) => same(backends.map((backend, i) => backend.readSync!(storage.parts[i]!)));
  joint["read"] = async (storage: Joint) => same(await Promise.all(backends.map((backend, i) => backend.read(storage.parts[i]!))));
  for (const name of ["flush", "dispose"] as const) joint[name] = async () => void (await Promise.all(backends.map((backend) => backend[name]())));
  return joint as unknown as Backend;
}

/** What backend i gets: its own storages, wherever they stand in an argument. */
function part(value: unknown, i: number): unknown {
  if (value instanceof Joint) return value.parts[i];
  if (Array.isArray(value)) return value.map((item) => part(item, i));
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, part(item, i)]));
  return value;
}

function join(results: readonly unknown[]): unknown {
  const [first] = results;
  if (typeof first !== "object" || first === null) return first;
  if ("pointer" in first) return new Joint(results as Storage[]);
  return Object.fromEntries(Object.keys(first).map((key) => [key, join(results.map((result) => (result as Record<string, unknown>)[key]))]));
}

function same(results: readonly TypedArray[]): TypedArray {
  const bytes = results.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  bytes.forEach((other, i) => {
    const at = bytes[0]!.findIndex((byte, offset) => byte !== other[offset]);
    if (at < 0 && other.length === bytes[0]!.length) return;
    const element = Math.floor(at / results[0]!.BYTES_PER_ELEMENT);
    throw new Error(`backend ${i} disagrees with backend 0 at element ${element}: ${results[i]![element]} and ${results[0]![element]}`);
  });
  return results[0]!;
}
