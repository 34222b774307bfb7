import { checkChoice, checkInteger } from "../check-options.js";
import type { ColourDepth } from "./colour-depth.js";

/** What a terminal can show. */
export interface TerminalOptions {
  /** `"ascii"`, the default, writes no escape sequence; `terminalColourDepth` decides for a terminal. */
  readonly colourDepth?: ColourDepth;
  /** Characters in a line, 80; in Node `process.stdout.columns`. */
  readonly lineWidth?: number;
}

export const terminalOptions = ["colourDepth", "lineWidth"];

export function checkTerminal(caller: string, { colourDepth = "ascii", lineWidth = 80 }: TerminalOptions): Required<TerminalOptions> {
  checkChoice(caller, "colourDepth", colourDepth, ["truecolour", "256", "ascii"]);
  checkInteger(caller, "lineWidth", lineWidth, 1, 10_000);
  return { colourDepth, lineWidth };
}
