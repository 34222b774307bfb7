import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { writeFileAtomically } from "@convoke/formats/node";
import { difference } from "./difference.js";
import type { MadeNet } from "./make-net.js";
import type { Net } from "./nets.js";
import type { Outcome } from "./reporter.js";

/** Writes the file of a net below `root`, or with `check` compares the one that is there. */
export async function keepOrCompare(root: string, { file, least }: Net, { bytes, testAccuracy }: MadeNet, check: boolean): Promise<Pick<Outcome, "result" | "words">> {
  const path = join(root, file);
  if (testAccuracy < least) return { result: "weak", words: `is below ${100 * least}%, so nothing was ${check ? "compared" : "written"}` };
  if (check) {
    const differs = await readFile(path).then((there) => difference(there, bytes), (error: Error) => error.message);
    return differs === null ? { result: "same", words: `is ${file}, bit for bit` } : { result: "different", words: `is not ${file}: ${differs}` };
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomically(path, bytes);
  return { result: "written", words: file };
}
