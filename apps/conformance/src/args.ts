import { parseArgs } from "node:util";
import { planChecks } from "@convoke/conformance";
import { backends } from "./backends.js";

export const help = `Checks that every backend computes what the definitions say, on this machine.

Usage: npm run conformance -- [options]

  --backend a,b   the backends to check (default: ${Object.keys(backends).join(",")})
  --op a,b        these ops only, for example conv2d; sgdStep and adamStep are kernels without an op
  --seed n        seed of the random cases (default 0)
  --deep          1,000 random cases an op instead of 25
  --json          one JSON object a line on standard output, and nothing else
  --write         write the table of docs/support.md
  --help          this text

Exit code: 0 when every check passes, 1 when one fails, 2 for wrong options.`;

export interface Settings {
  readonly backends: readonly string[];
  readonly ops: readonly string[] | null;
  readonly seed: number;
  readonly deep: boolean;
  readonly json: boolean;
  readonly write: boolean;
  readonly help: boolean;
}

/** A wrong option; the message is for the user. */
export class UsageError extends Error {}

export function readArgs(args: readonly string[]): Settings {
  const { values } = parse(args);
  const chosen = (values.backend ?? Object.keys(backends).join(",")).split(",");
  const unknown = chosen.find((name) => !(name in backends));
  if (unknown !== undefined) throw new UsageError(`--backend: there is no "${unknown}", expected ${Object.keys(backends).join(", ")}`);
  const ops = values.op?.split(",") ?? null;
  const known = new Set(planChecks().map(({ op }) => op));
  const missing = ops?.find((op) => !known.has(op));
  if (missing !== undefined) throw new UsageError(`--op: there is no "${missing}", expected ${[...known].join(", ")}`);
  const seed = Number(values.seed ?? "0");
  if (!Number.isInteger(seed)) throw new UsageError(`--seed: got "${values.seed}", expected an integer`);
  if (values.write && (ops !== null || values.backend !== undefined)) throw new UsageError("--write: the table is of every op and backend, so --op and --backend cannot be given");
  return { backends: chosen, ops, seed, deep: values.deep ?? false, json: values.json ?? false, write: values.write ?? false, help: values.help ?? false };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        backend: { type: "string" }, op: { type: "string" }, seed: { type: "string" }, deep: { type: "boolean" },
        json: { type: "boolean" }, write: { type: "boolean" }, help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
