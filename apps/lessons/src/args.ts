import { parseArgs } from "node:util";
import { nearest } from "@convoke/cli";
import { type Language, languages } from "./blocks/text.js";
import type { Lesson } from "./lesson.js";

export const help = `Runs the worked examples of the two course documents, checks their numbers, and writes one illustrated page about them.

Usage: npm run lessons -- [flags]

  --list        the lessons, in reading order
  --only a,b    these lessons only, printed here: an id (A-2.1) or its beginning (A, A-4)
  --lang NAME   ${languages.join(" or ")}, the language of what is printed here (default: vi where LANG says so, else en)
  --out FOLDER  where the page and the figures go (default lessons-report)
  --quick       train on fewer images: the page is ready sooner, and bounds that need good networks are not checked
  --json        one JSON object a lesson on standard output, and nothing else
  --help        this text

The page has both languages. Exit code: 0 when every number is right, 1 when one is not, 2 for wrong flags, 130 after Ctrl-C.`;

export interface Settings {
  readonly list: boolean;
  /** null is all. */
  readonly only: readonly Lesson[] | null;
  readonly language: Language;
  readonly out: string;
  readonly quick: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** A wrong flag; the message is for the user. */
export class UsageError extends Error {}

const options = {
  list: { type: "boolean" }, only: { type: "string" }, lang: { type: "string" }, out: { type: "string" },
  quick: { type: "boolean" }, json: { type: "boolean" }, help: { type: "boolean", short: "h" },
} as const;

/** @throws {UsageError} for a flag or a value that does not exist. */
export function readArgs(args: readonly string[], lessons: readonly Lesson[], env: NodeJS.ProcessEnv): Settings {
  const { list = false, only, lang, out = "lessons-report", quick = false, json = false, help: asked = false } = parse(args);
  const language = languages.find((name) => name === (lang ?? (env["LANG"]?.startsWith("vi") ? "vi" : "en")));
  if (language === undefined) throw new UsageError(`--lang is ${JSON.stringify(lang)}, expected ${languages.join(" or ")}`);
  if (out === "") throw new UsageError("--out is empty, expected a folder");
  return { list, only: only === undefined ? null : chosen(only, lessons), language, out, quick, json, help: asked };
}

function chosen(ids: string, lessons: readonly Lesson[]): Lesson[] {
  const wanted = ids.split(",").map((id) => id.trim().toLowerCase());
  for (const id of wanted) {
    if (id !== "" && lessons.some((lesson) => matches(lesson, id))) continue;
    const meant = nearest(id, lessons.map((lesson) => lesson.id.toLowerCase()));
    const suggestion = lessons.find((lesson) => lesson.id.toLowerCase() === meant)?.id;
    throw new UsageError(`--only: there is no lesson ${JSON.stringify(id)}${suggestion === undefined ? "" : `, did you mean ${suggestion}?`}\nhint: --list shows them all`);
  }
  return lessons.filter((lesson) => wanted.some((id) => matches(lesson, id)));
}

const matches = ({ id }: Lesson, wanted: string): boolean => id.toLowerCase() === wanted || new RegExp(`^${wanted.replace(/\W/g, "\\$&")}(?![0-9a-z])`, "i").test(id);

function parse(args: readonly string[]) {
  const unknown = args.find((arg) => arg.startsWith("--") && !Object.hasOwn(options, arg.slice(2).split("=")[0]!));
  if (unknown !== undefined) {
    const meant = nearest(unknown.slice(2).split("=")[0]!, Object.keys(options));
    throw new UsageError(`there is no flag ${unknown}${meant === undefined ? "" : `, did you mean --${meant}?`}`);
  }
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
