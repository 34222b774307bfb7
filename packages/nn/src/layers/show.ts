/** { stride: [1, 1], ceilMode: false } → "stride=[1, 1], ceilMode=false" */
export function show(values: object): string {
  return Object.entries(values)
    .map(([name, value]: [string, unknown]) => `${name}=${Array.isArray(value) ? `[${value.map(String).join(", ")}]` : String(value)}`)
    .join(", ");
}
