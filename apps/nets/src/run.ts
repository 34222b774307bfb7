import { fileURLToPath } from "node:url";
import { workerThreads } from "@convoke/backend-worker-threads";
import { setBackend } from "@convoke/core";
import type { Arguments } from "./arguments.js";
import { type DataSetName, dataSets } from "./data-sets.js";
import { keepOrCompare } from "./keep-or-compare.js";
import { type Images, makeNet } from "./make-net.js";
import { nets } from "./nets.js";
import type { Reporter } from "./reporter.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Makes the chosen nets and writes or compares their files; resolves to whether all is well. */
export async function run({ only, check, threads }: Arguments, reporter: Reporter): Promise<boolean> {
  const backend = await workerThreads({ deterministic: true, ...(threads !== null && { threads }) });   // the same bits in every engine
  setBackend(backend);
  try {
    const images = await loadImages(new Set(only.map((name) => nets[name]!.data)));   // all of it first: what is missing is told at once
    let well = true;
    for (const name of only) {
      const net = nets[name]!;
      const made = await makeNet(name, net, images.get(net.data)!, (progress) => reporter.progress(name, progress));
      const { result, words } = await keepOrCompare(root, net, made, check);
      const { testAccuracy, seconds, bytes } = made;
      reporter.outcome({ net: name, file: net.file, testAccuracy, bytes: bytes.length, seconds, result, words });
      well &&= result === "written" || result === "same";
    }
    return well;
  } finally {
    await backend.dispose();
  }
}

async function loadImages(names: ReadonlySet<DataSetName>): Promise<ReadonlyMap<DataSetName, Images>> {
  const loaded = new Map<DataSetName, Images>();
  for (const name of names) loaded.set(name, await dataSets[name].load({ mean: dataSets[name].mean, std: dataSets[name].std }));
  return loaded;
}
