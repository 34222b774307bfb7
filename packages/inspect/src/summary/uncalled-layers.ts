import { namedLayers } from "@convoke/nn";
import { type LayerCall, typeOf } from "../trace/layer-call.js";
import { countsOf } from "./parameter-counts.js";
import type { SummaryRow } from "./summary-row.js";

/**
 * Rows for the layers that never ran, each under the first call of the nearest layer above it that did. Of a whole branch that never ran only the top comes;
 * a container that never ran itself, but whose layers did, comes only when it has parameters of its own.
 */
export function uncalledLayers(model: object, calls: readonly LayerCall[]): Map<LayerCall, SummaryRow[]> {
  const called = new Set(calls.map(({ layer }) => layer));
  const rows = new Map<LayerCall, SummaryRow[]>();
  const tops: string[] = [];
  for (const [key, layer] of namedLayers(model)) {
    if (called.has(layer) || tops.some((top) => isBelow(key, top))) continue;
    const counts = countsOf(layer);
    const isGroup = namedLayers(layer).some(([, inner]) => called.has(inner));
    if (isGroup && counts.ownParameters === 0) continue;
    if (!isGroup) tops.push(key);
    const above = calls.filter((call) => isBelow(key, call.key)).toSorted((a, b) => b.key.length - a.key.length)[0]!;
    const row: SummaryRow = {
      key, name: key, type: typeOf(layer), status: "not called", inputShape: null, outputShape: null, kernelSize: null, ...counts,
      macs: 0, activationBytes: 0, receptiveField: null, children: [],
    };
    rows.set(above, [...(rows.get(above) ?? []), row]);
  }
  return rows;
}

function isBelow(key: string, above: string): boolean {
  return above === "" || key.startsWith(`${above}.`);
}
