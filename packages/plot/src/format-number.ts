/** A value for a reader: at most `digits` significant digits, without trailing zeros; never "-0", and "2e6" rather than "2000000". */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(digits)) + 0;
  const size = Math.abs(rounded);
  const text = size !== 0 && (size < 1e-5 || size >= 1e6) ? rounded.toExponential() : String(rounded);
  return text.replace("e+", "e");
}
