/** Three significant digits, without an exponent. */
export const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3));

export const percent = (part: number): string => `${(100 * part).toFixed(0)}%`;
