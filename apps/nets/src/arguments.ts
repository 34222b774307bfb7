import { parseArgs } from "node:util";
import { nets } from "./nets.js";

export interface Arguments {
  /** Names of `nets`. */
  readonly only: readonly string[];
  readonly check: boolean;
  /** null is one a processor. */
  readonly threads: number | null;
  readonly json: boolean;
  readonly help: boolean;
}

/** The command line asks for something that does not exist: exit code 2. */
export class UsageError extends Error {}

export const helpText = `Trains the networks that ship with this repository, and writes their files.

Usage: npm run train-nets -- [flags]

  --only NAMES  these, joined by commas (default all):
                ${Object.keys(nets).join(", ")}
  --check       train again and compare with the files, bit for bit; writes
                nothing
  --threads N   how many compute, 0 for none but the main one (default one a
                processor); the bits do not depend on it
  --json        print one JSON object a line and nothing else
  --help        print this

Examples:
  npm run train-nets                                  make all of them
  npm run train-nets -- --check --only lenet-mnist    is it still the same?

Exit codes: 0 done, 1 failed or not the same, 2 a flag is wrong.`;

/** @throws {UsageError} for a flag that does not exist or a value that it cannot have. */
export function readArguments(args: readonly string[]): Arguments {
  const { only = Object.keys(nets).join(","), check = false, threads, json = false, help = false } = parse(args);
  const names = only.split(",").map((name) => name.trim());
  for (const name of names) {
    if (!Object.hasOwn(nets, name)) throw new UsageError(`--only names ${JSON.stringify(name)}, expected some of ${Object.keys(nets).join(", ")}`);
  }
  if (threads !== undefined && !(/^\d+$/.test(threads) && Number(threads) <= 64)) {
    throw new UsageError(`--threads is ${JSON.stringify(threads)}, expected a whole number from 0 to 64`);
  }
  return { only: names, check, threads: threads === undefined ? null : Number(threads), json, help };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { only: { type: "string" }, check: { type: "boolean" }, threads: { type: "string" }, json: { type: "boolean" }, help: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
