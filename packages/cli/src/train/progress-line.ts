import { clock, count, percent } from "../terminal/format.js";
import type { Progress } from "./reporter.js";

/** Colours a text, or leaves it as it is. */
export type Paint = (text: string) => string;

const shortestBar = 8;
const longestBar = 40;

/** Bar, percent, time left, speed, loss and accuracy on one line; in a narrow window the less important parts go. */
export function progressLine(progress: Progress, width: number, paint: Paint): string {
  const { epoch, epochs, done, secondsLeft, imagesPerSecond, loss, accuracy } = progress;
  const before = epochs === 1 ? [] : [`epoch ${epoch}/${epochs}`];
  const after = [
    `${String(Math.floor(100 * done)).padStart(3)}%`,
    `ETA ${clock(secondsLeft)}`,
    `loss ${loss.toFixed(4)}`,
    `acc ${percent(accuracy)}`,
    `${count(imagesPerSecond)} images/s`,
  ];
  const room = (): number => width - [...before, ...after].reduce((columns, part) => columns + part.length + 2, 0);
  while (room() < shortestBar && after.length > 1) after.pop();
  if (room() < shortestBar) return after.join("").slice(0, Math.max(0, width));
  return [...before, bar(done, Math.min(longestBar, room()), paint), ...after].join("  ");
}

function bar(done: number, length: number, paint: Paint): string {
  const full = Math.round(done * length);
  return paint("━".repeat(full)) + "─".repeat(length - full);
}
