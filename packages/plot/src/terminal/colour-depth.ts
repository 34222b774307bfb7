/** What a terminal shows: 24-bit colours, the 256 of xterm, or characters only. */
export type ColourDepth = "truecolour" | "256" | "ascii";

const without = /^(|dumb|unknown|emacs|vt\d+.*|ansi-mono)$/;
const truecolour = /-(truecolor|direct)$|^xterm-(kitty|ghostty)$|^(alacritty|foot|wezterm)/;

/**
 * The colours that a program may write, from its environment and whether its output is a terminal. Pure: it looks at nothing else.
 *
 * `FORCE_COLOR` decides first (0 none, 3 truecolour, others at least 256), then a `NO_COLOR` that is not empty, then whether the output is a
 * terminal, `TERM=dumb`, and `COLORTERM`.
 *
 * @example
 * const colourDepth = terminalColourDepth({ TERM: "xterm-256color", COLORTERM: "truecolor" }, true); // in Node: (process.env, process.stdout.isTTY)
 * @see https://no-color.org, https://force-color.org
 */
export function terminalColourDepth(env: Readonly<Record<string, string | undefined>>, isTTY: boolean | undefined): ColourDepth {
  const { FORCE_COLOR: forced, NO_COLOR: refused = "", TERM: term = env["OS"] === "Windows_NT" ? "xterm-direct" : "", COLORTERM: colour = "" } = env;
  if (forced === "0" || forced === "false") return "ascii";
  if (forced === "3") return "truecolour";
  if (forced === undefined && (refused !== "" || isTTY !== true || without.test(term))) return "ascii";
  return /^(truecolor|24bit)$/.test(colour) || truecolour.test(term) || "WT_SESSION" in env ? "truecolour" : "256";
}
