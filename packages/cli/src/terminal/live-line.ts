import type { Environment, Output } from "../command/command.js";

const redrawMs = 100;
const clear = "\r\x1b[J";        // from the beginning of the line to the end of the screen
const noWrap = "\x1b[?7l";      // the window may have become narrower than we know yet
const wrap = "\x1b[?7h";

/** Draws a line of at most `width` columns. */
export type Draw = (width: number) => string;

/**
 * One line at the bottom of a terminal that is drawn again and again.
 *
 * The cursor waits at its beginning. So clearing from there removes all of it, also when a narrower window has wrapped it.
 */
export class LiveLine {
  readonly #stream: Output;
  #draw: Draw | null = null;
  #drawnAt = -Infinity;
  readonly #redraw = (): void => {
    if (this.#draw) this.#stream.write(`${clear}${noWrap}${this.#draw((this.#stream.columns || 80) - 1)}${wrap}\r`);
  };

  constructor(stream: Output) {
    this.#stream = stream;
    stream.on("resize", this.#redraw);
  }

  /** Shows what `draw` draws, but not more often than eyes can follow. */
  show(draw: Draw): void {
    this.#draw = draw;
    if (performance.now() - this.#drawnAt < redrawMs) return;
    this.#drawnAt = performance.now();
    this.#redraw();
  }

  /** Prints a line that stays, above the live one. */
  print(line: string): void {
    this.#stream.write(`${this.#draw ? clear : ""}${line}\n`);
    this.#redraw();
  }

  clear(): void {
    if (this.#draw) this.#stream.write(clear);
    this.#draw = null;
    this.#drawnAt = -Infinity;
  }

  close(): void {
    this.clear();
    this.#stream.off("resize", this.#redraw);
  }
}

/** Whether somebody watches `stream` on a terminal that can redraw a line. */
export function isLive(stream: Output, env: Environment): boolean {
  return stream.isTTY === true && env["TERM"] !== "dumb" && !env["CI"];
}
