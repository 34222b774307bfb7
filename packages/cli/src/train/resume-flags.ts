import { RunError, UsageError } from "../command/errors.js";
import type { Flags, Values } from "../command/flag.js";
import type { Checkpoint } from "./load-checkpoint.js";

/** Flags that the numbers of a run depend on, but `--epochs`, which may grow. */
const fixed = ["model", "data", "batch-size", "lr", "optimizer", "limit", "val-size", "seed"];

/**
 * The flags of a run that goes on: those of its checkpoint, read again as if they were typed, and of the given ones those that may differ.
 *
 * @throws {RunError} where one that was given is another than that of the checkpoint, or the checkpoint's is none.
 */
export function resumeFlags<F extends Flags>(flags: F, given: Values<F>, { path, epoch, flags: saved }: Checkpoint): Values<F> {
  const own: Record<string, unknown> = {};
  for (const [name, text] of saved) {
    const flag = Object.hasOwn(flags, name) && [...fixed, "epochs"].includes(name) ? flags[name] : undefined;
    if (flag === undefined) throw new RunError(`${path} is of a run with --${name} ${text}, which this command does not have`);
    own[name] = read(flag, name, text, path);
  }
  const typed: Readonly<Record<string, unknown>> = given;
  for (const name of fixed) {
    if (typed[name] === undefined || typed[name] === own[name]) continue;
    throw new RunError(`${path} is of a run ${saved.has(name) ? `with --${name} ${saved.get(name)}` : `without --${name}`}, but --${name} is ${String(typed[name])}\nhint: a run goes on as it began; leave --${name} out`);
  }
  const all = { ...own, ...given };
  const { epochs } = all as { readonly epochs?: number };
  if (!(epoch > 0 && epoch < (epochs ?? 0))) throw new RunError(`${path} is of a run that has done ${epoch} of ${epochs ?? "its"} epochs\nhint: --epochs ${epoch + 1} trains for another one`);
  return all as Values<F>;
}

function read(flag: Flags[string], name: string, text: string, path: string): unknown {
  try {
    return flag.read(text, name);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new RunError(`${path}: ${cause.message}`, { cause });
  }
}
