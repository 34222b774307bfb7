import type { Subject } from "../subject.js";
import { UsageError } from "../usage-error.js";
import { prepareOnTfjs } from "./prepare-on-tfjs.js";
import type { Tfjs } from "./tfjs-api.js";

const peer = new URL("../../peers/tfjs.mjs", import.meta.url).href;

export async function tfjsCpu(): Promise<Subject> {
  const { tf } = await loadPeer();
  await tf.setBackend("cpu");
  return { name: "tfjs cpu", threads: 1, prepare: (workload) => prepareOnTfjs(tf, workload) };
}

async function loadPeer(): Promise<{ readonly tf: Tfjs }> {
  try {
    return (await import(peer)) as { readonly tf: Tfjs };
  } catch (error) {
    if ((error as { readonly code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError("the libraries to compare with are not installed in apps/bench/peers, npm run bench does it");
  }
}
