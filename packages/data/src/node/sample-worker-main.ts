// The program of a worker thread that `moduleWorker` starts: opens a data set and answers requests for samples.
import { parentPort, workerData } from "node:worker_threads";
import type { Dataset } from "../dataset.js";
import { answer, describe, type SampleReply, type SampleRequest } from "./sample-protocol.js";

const { module, name, data } = workerData as { readonly module: string; readonly name: string; readonly data: unknown };

async function open(): Promise<Dataset<unknown, unknown>> {
  const exports = (await import(module)) as Readonly<Record<string, (data: unknown) => Dataset<unknown, unknown> | Promise<Dataset<unknown, unknown>>>>;
  if (typeof exports[name] !== "function") throw new TypeError(`${module} exports no function ${name}`);
  return exports[name](data);
}

const dataset = open();
dataset.catch(() => {});   // each request reports it
const port = parentPort!;

port.on("message", async (request: SampleRequest) => {
  let reply: SampleReply = await answer(dataset, request);
  try {
    port.postMessage(reply);
  } catch (error) {
    reply = { id: request.id, error: describe(error) };   // a sample that cannot be cloned
    port.postMessage(reply);
  }
});
