import { cpu, type CpuStorage } from "@convoke/backend-cpu";
import { defineBackend, derivedKernelNames, type Backend, type BackendDefinition } from "./index.js";

type Definition = BackendDefinition<CpuStorage>;
type Method = (...args: unknown[]) => unknown;

const required = ["fill", "copy", "updateSlice", "unary", "binary", "where", "reduce", "matmul"] as const;

/** cpu reduced to what a backend must have: every derived kernel takes core's default. */
export function strippedCpu(): Definition {
  const { specVersion, capabilities, info, write, read, readSync, free, flush, dispose, fill, copy, updateSlice, unary, binary, where, reduce, matmul } = cpu();
  return { specVersion, name: "stripped", capabilities, info, write, read, readSync: readSync!, free, flush, dispose, fill, copy, updateSlice, unary, binary, where, reduce, matmul };
}

export interface CountingBackend {
  readonly backend: Backend<CpuStorage>;
  /** Storages that were made and not freed. */
  readonly live: ReadonlySet<CpuStorage>;
  /** What broke the rules: a storage freed twice or never made, a call that used a freed one. */
  readonly problems: readonly string[];
  /** How often each method was called, and with which arguments the last time. */
  readonly calls: ReadonlyMap<string, { readonly count: number; readonly last: readonly unknown[] }>;
  /** Makes the n-th call from now on fail; 0 for none. Returns how many calls are left until then. */
  failAt(call: number): number;
}

/** Counts storages and poisons the freed ones: their elements become NaN (255 for integers), and their arrays are never reused. */
export function countingBackend(definition: Definition = cpu()): CountingBackend {
  const live = new Set<CpuStorage>();
  const problems: string[] = [];
  const calls = new Map<string, { count: number; last: unknown[] }>();
  let failsIn = 0;
  const drop = (by: string, storage: CpuStorage): void => {
    if (!live.delete(storage)) problems.push(`${by}: ${storage.dtype} storage of ${storage.size} elements was freed twice, or is not of this backend`);
  };
  const watch = (name: string, method: Method): Method => (...args) => {
    if (failsIn > 0 && --failsIn === 0) throw new Error(`${name} failed`);
    calls.set(name, { count: (calls.get(name)?.count ?? 0) + 1, last: args });
    for (const storage of storagesIn(args)) if (!live.has(storage)) problems.push(`${name}: uses a storage of ${storage.size} elements that is not live`);
    if (name === "updateSlice") drop(name, args[0] as CpuStorage);
    const result = method(...args);
    for (const storage of storagesIn(result)) live.add(storage);
    return result;
  };
  const watched = { ...definition } as unknown as Record<string, Method>;
  for (const name of ["write", "read", "readSync", ...required, ...derivedKernelNames]) if (watched[name]) watched[name] = watch(name, watched[name]);
  const backend = defineBackend<CpuStorage>({
    ...(watched as unknown as Definition),
    // Finalizers must call free, as they do where memory is not JavaScript's own.
    capabilities: Object.assign({}, definition.capabilities, { hostMemory: false }),
    free(storage) {
      drop("free", storage);
      storage.data.fill(storage.dtype === "float32" || storage.dtype === "float64" ? NaN : 255);
    },
  });
  const failAt = (call: number): number => {
    const left = failsIn;
    failsIn = call;
    return left;
  };
  return { backend, live, problems, calls, failAt };
}

/** Storages in the arguments or the result of a call: bare, in views, in epilogues, in lists. */
function storagesIn(value: unknown): CpuStorage[] {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  if ("dtype" in value && "size" in value) return [value as CpuStorage];
  return Object.values(value).flatMap(storagesIn);
}
