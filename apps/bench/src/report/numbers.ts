/** Three significant digits and no exponent; all digits up to 100,000, then 123K. */
export const digits = (value: number): string => (value >= 1e5 ? compact(value) : value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3));

/** 54321 → 54.3K */
export const compact = (value: number): string => new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }).format(value);

export const percent = (part: number): string => `${(100 * part).toFixed(0)}%`;
