/** 12345 → "12,345" */
export function count(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

/** 0.97125 → "97.13%", as the slides print it. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`;
}

/** 75.4 → "1:15" */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** 1 → "1 epoch", 2 → "2 epochs" */
export function plural(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}
