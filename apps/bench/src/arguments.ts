import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { nearest } from "@convoke/cli";
import { rows } from "./rows/all.js";
import type { SubjectEntry } from "./subject.js";
import { subjects } from "./subjects/all.js";
import { UsageError } from "./usage-error.js";
import type { Row } from "./workload.js";

export interface Arguments {
  readonly help: boolean;
  readonly rows: readonly Row[];
  readonly subjects: readonly SubjectEntry[];
  /** Rounds of every subject, or null for as many as the time allows. */
  readonly runs: number | null;
  /** Markdown on standard output instead of blocks of text. */
  readonly markdown: boolean;
  /** Where the records and the page of Markdown go, absolute. */
  readonly json: string | null;
  readonly write: string | null;
}

const options = {
  only: { type: "string", value: "LIST", text: "rows or groups, with commas between them" },
  subjects: { type: "string", value: "LIST", text: "subjects, with commas between them" },
  runs: { type: "string", value: "N", text: "runs of each; without it as many as the time allows" },
  json: { type: "string", value: "FILE", text: "write one record a row and subject to FILE" },
  write: { type: "string", value: "FILE", text: "write a page of Markdown to FILE" },
  markdown: { type: "boolean", value: "", text: "print that page instead of the tables" },
  help: { type: "boolean", value: "", text: "this text" },
} as const;

type Option = keyof typeof options;

const wrapped = (names: readonly string[]): string => names.join(", ").replace(/(.{1,66})(, |$)/g, "$1\n  ").trimEnd();
const onRequest = rows.filter((row) => row.onRequest).map(({ id }) => id);

export const help = `npm run bench -- [options]

Times Convoke against other libraries, in turn, on the same numbers.

${Object.entries(options).map(([name, { value, text }]) => `  --${`${name} ${value}`.padEnd(15)}${text}`).join("\n")}

Subjects:
  ${wrapped(subjects.map(({ name }) => name))}

Rows; a group is what stands before the stroke:
  ${wrapped(rows.map(({ id }) => id))}

Only when it is named: ${onRequest.join(", ")}`;

/** `folder` is where a relative FILE lies. */
export function parseArguments(args: readonly string[], folder: string): Arguments {
  const given = parse(args);
  const file = (name: "json" | "write"): string | null => (given[name] === undefined ? null : checkFile(name, resolve(folder, given[name]), given[name]));
  return {
    help: given.help === true,
    rows: given.only === undefined ? rows.filter((row) => !row.onRequest) : chosenRows(listOf("only", given.only)),
    subjects: given.subjects === undefined ? subjects : chosenSubjects(listOf("subjects", given.subjects)),
    runs: given.runs === undefined ? null : count(given.runs),
    markdown: given.markdown === true,
    json: file("json"),
    write: file("write"),
  };
}

function parse(args: readonly string[]): { [K in Option]?: (typeof options)[K]["type"] extends "string" ? string : boolean } {
  const { tokens, values } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  for (const token of tokens) {
    if (token.kind === "positional") throw new UsageError(`${JSON.stringify(token.value)} is not an option, expected --name or --name value`);
    if (token.kind !== "option") continue;
    if (!Object.hasOwn(options, token.name)) throw new UsageError(`there is no option ${token.rawName}${suggestion(token.name, Object.keys(options), "--")}`);
    const { value } = options[token.name as Option];
    if (value && !token.value) throw new UsageError(`${token.rawName} needs a value: ${token.rawName} ${value}`);
    if (!value && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value, got ${JSON.stringify(token.value)}`);
  }
  return values as ReturnType<typeof parse>;
}

const suggestion = (word: string, candidates: readonly string[], before = ""): string => {
  const meant = nearest(word, candidates);
  return meant === undefined ? "" : `, did you mean ${before}${meant}?`;
};

function listOf(option: Option, text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim()).filter(Boolean);
  if (names.length === 0) throw new UsageError(`--${option}: the list is empty`);
  return names;
}

function chosenRows(names: readonly string[]): readonly Row[] {
  const belongs = (row: Row, name: string): boolean => row.id === name || row.id.split("/").includes(name);
  for (const name of names) {
    const words = [...new Set(rows.flatMap(({ id }) => [id, ...id.split("/")]))];
    if (!rows.some((row) => belongs(row, name))) throw new UsageError(`--only: there is no row or group "${name}"${suggestion(name, words)}`);
  }
  return rows.filter((row) => names.some((name) => belongs(row, name)));
}

function chosenSubjects(names: readonly string[]): readonly SubjectEntry[] {
  const plain = (name: string): string => name.toLowerCase().replace("×", "x").replaceAll(" ", "-");     // ×, blanks and capitals are hard to type
  const known = subjects.map(({ name }) => plain(name));
  for (const name of names) {
    if (!known.includes(plain(name))) throw new UsageError(`--subjects: there is no subject "${name}"${suggestion(plain(name), known)}`);
  }
  return subjects.filter((subject) => names.some((name) => plain(name) === plain(subject.name)));
}

function count(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1000) return number;
  throw new UsageError(`--runs is ${JSON.stringify(text)}, expected a whole number from 1 to 1000`);
}

/** Said before the long work, not after it. */
function checkFile(option: Option, path: string, typed: string): string {
  if (!existsSync(dirname(path))) throw new UsageError(`--${option}: there is no folder ${dirname(typed)}`);
  if (existsSync(path) && !statSync(path).isFile()) throw new UsageError(`--${option}: ${typed} is no file`);
  return path;
}
