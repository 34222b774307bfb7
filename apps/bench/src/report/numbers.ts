/** Three significant digits and no exponent; all digits up to 100,000, then 123K. */
export function digits(value: number): string {
  if (value >= 1e5) return compact(value);
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

/** 54321 → 54.3K */
export const compact = (value: number): string => new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }).format(value);

export const percent = (part: number): string => `${(100 * part).toFixed(0)}%`;
