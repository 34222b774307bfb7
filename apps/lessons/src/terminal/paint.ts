import { styleText } from "node:util";

export type Style = "bold" | "dim" | "green" | "red" | "cyan" | "yellow" | "blue";

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colours where `stream` is a terminal that wants them. */
export function paintFor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Paint {
  const coloured = stream.isTTY === true && env["TERM"] !== "dumb" && !env["NO_COLOR"];
  return (style, text) => (coloured ? styleText(style, text, { validateStream: false } as object) : text);
}
