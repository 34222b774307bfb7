import { ArgumentError } from "@convoke/core";
import { namedLayers } from "@convoke/nn";

/** Throws unless a call of that name was seen, in words: the nearest names, or that the layer did not run. */
export function checkLayerName(name: string, model: object, layer: string, seen: readonly string[]): void {
  if (seen.includes(layer)) return;
  const [key, again] = layer.split(":") as [string, string?];
  if (again === undefined && namedLayers(model).some(([other]) => other === key)) {
    throw new ArgumentError(`${name}: layer "${layer}" is not called by the model's forward`);
  }
  const nearest = seen.filter((each) => each !== "").map((each) => [distance(layer, each), each] as const).toSorted(([a], [b]) => a - b).slice(0, 5).map(([, each]) => `"${each}"`);
  throw new ArgumentError(`${name}: there is no layer "${layer}"${nearest.length > 0 ? `, expected one such as ${nearest.join(", ")}` : ", and the model has no inner layers"}`);
}

/** How many characters to insert, delete or replace (Levenshtein). */
function distance(a: string, b: string): number {
  let row = [...b, ""].map((_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
