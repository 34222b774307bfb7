import { decodeSafetensors, type TensorData } from "@convoke/formats";

/** In words how two files differ; null where they are the same bytes. */
export function difference(file: Uint8Array, trained: Uint8Array): string | null {
  if (file.length === trained.length && file.every((byte, i) => byte === trained[i])) return null;
  const [theirs, ours] = [decodeSafetensors(file), decodeSafetensors(trained)];
  const facts = keysOf(theirs.metadata, ours.metadata)
    .filter((key) => theirs.metadata[key] !== ours.metadata[key])
    .map((key) => `${key} is ${theirs.metadata[key] ?? "not given"}, trained ${ours.metadata[key] ?? "not given"}`);
  const tensors = keysOf(theirs.tensors, ours.tensors).flatMap((key) => {
    const count = differing(theirs.tensors[key], ours.tensors[key]);
    return count === 0 ? [] : [`${key} in ${count} of ${ours.tensors[key]?.data.length ?? 0} values`];
  });
  return [...facts, ...tensors].join("; ");
}

function differing(theirs: TensorData | undefined, ours: TensorData | undefined): number {
  if (!theirs || !ours) return Infinity;
  return Array.from(ours.data).filter((value, i) => !Object.is(value, theirs.data[i])).length;
}

const keysOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];
