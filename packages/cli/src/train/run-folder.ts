import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { saveSafetensors, writeFileAtomically } from "@convoke/formats/node";
import type { Layer } from "@convoke/core";
import { stateDict } from "@convoke/nn";
import { RunError } from "../command/errors.js";
import { hostTensors } from "./host-tensors.js";

/** The folder that a run leaves behind. Every file is whole or not there at all. */
export class RunFolder {
  readonly path: string;
  /** What was written: name → what it shows. */
  readonly files = new Map<string, string>();

  constructor(path: string) {
    this.path = path;
  }

  async write(name: string, content: string | Uint8Array, about: string): Promise<void> {
    await writeFileAtomically(join(this.path, name), content);
    this.files.set(name, about);
  }

  /** The parameters of a model under PyTorch's names. */
  async writeWeights(name: string, model: Layer, metadata: Readonly<Record<string, string>>, about: string): Promise<void> {
    await saveSafetensors(join(this.path, name), await hostTensors(stateDict(model)), metadata);
    this.files.set(name, about);
  }
}

/** Makes `out`, or a new folder below `runs` that is named after the time and the model. */
export async function makeRunFolder(out: string | null, model: string, now = new Date()): Promise<RunFolder> {
  if (out !== null) return new RunFolder(await makeFolder(out));
  const runs = await makeFolder("runs");
  for (let attempt = 1; ; attempt++) {
    const path = join(runs, `${timestamp(now)}-${model.replace(/[^\w.-]+/g, "_")}${attempt === 1 ? "" : `-${attempt}`}`);
    if (await mkdir(path).then(() => true, isTaken)) return new RunFolder(path);
  }
}

async function makeFolder(path: string): Promise<string> {
  const absolute = resolve(path);
  await mkdir(absolute, { recursive: true }).catch((cause: NodeJS.ErrnoException) => {
    throw new RunError(`cannot make the folder ${absolute} (${cause.code ?? cause.message})\nhint: name another one with --out`, { cause });
  });
  return absolute;
}

function isTaken(error: NodeJS.ErrnoException): false {
  if (error.code === "EEXIST") return false;
  throw error;
}

/** 2025-01-31-235959, in the time of this place. */
function timestamp(now: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const date = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
