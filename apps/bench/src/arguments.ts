import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { rows } from "./rows/all.js";
import { UsageError } from "./usage-error.js";
import type { Row } from "./workload.js";

export interface Arguments {
  readonly help: boolean;
  readonly quick: boolean;
  readonly rows: readonly Row[];
  /** Absolute. */
  readonly json: string | null;
}

export const help = `npm run bench -- [options]

Times convoke against other libraries, in turn, on the same numbers.

  --json FILE      write one record a row and subject to FILE
  --only PATTERN   only rows whose name matches the regular expression PATTERN
  --quick          fewer runs
  --help           this text

Rows: ${rows.map(({ id }) => id).join(", ").replace(/(.{1,66})(, |$)/g, "$1\n      ").trimEnd()}`;

/** `folder` is where a relative FILE lies. */
export function parseArguments(args: readonly string[], folder: string): Arguments {
  const { json, only, quick, help: wantsHelp } = parse(args);
  return { help: wantsHelp, quick, rows: matching(only), json: json === undefined ? null : checkFile(resolve(folder, json), json) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: "string" },
        only: { type: "string", default: "" },
        quick: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function matching(pattern: string): readonly Row[] {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    throw new UsageError(`--only: "${pattern}" is no regular expression`);
  }
  const found = rows.filter(({ id }) => expression.test(id));
  if (found.length === 0) throw new UsageError(`--only: no row matches "${pattern}", expected a part of ${rows.map(({ id }) => id).join(", ")}`);
  return found;
}

/** Said before the long work, not after it. */
function checkFile(path: string, typed: string): string {
  if (!existsSync(dirname(path))) throw new UsageError(`--json: there is no folder ${dirname(typed)}`);
  if (existsSync(path) && !statSync(path).isFile()) throw new UsageError(`--json: ${typed} is no file`);
  return path;
}
