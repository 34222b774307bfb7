import type { Shape } from "../backend/layout.js";

/** [2, 3] as in messages. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** What a caller passed instead of what was expected. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return String(value);
  return Array.isArray(value) ? "an array" : `${typeof value} ${String(value)}`;
}
