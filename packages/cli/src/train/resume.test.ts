import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { loadSafetensors, saveSafetensors } from "@convoke/formats/node";
import { BatchNorm2d, Conv2d, Dropout, Flatten, Linear, ReLU, Sequential } from "@convoke/nn";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Split } from "../data/data.js";
import { loadData } from "../data/load-data.js";
import { convoke } from "../test/capture.test-support.js";
import { writeColours, writeStripes } from "../test/tiny-data.test-support.js";
import { checkpointIn } from "./checkpoint.js";
import { type Checkpoint, loadCheckpoint } from "./load-checkpoint.js";
import type { OptimizerName } from "./optimizers.js";
import { train } from "./run-training.js";
import type { Settings } from "./settings.js";

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
const here = (...path: string[]) => join(folder, ...path);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convoke resume "));
  await writeStripes(here("stripes"), 60, 10);
});
afterAll(() => rm(folder, { recursive: true }));

const settings: Settings = { model: "own", data: "stripes", backend: "cpu", threads: null, epochs: 3, batchSize: 16, lr: 0.01, optimizer: "sgd", limit: 0, valSize: 10, seed: 5 };

/** Trains a network with running statistics and random numbers of its own; stops in the epoch behind `epochs`. */
async function run(out: string, given: Partial<Settings>, resume: Checkpoint | null = null, epochs = Infinity): Promise<Record<string, unknown>[]> {
  const controller = new AbortController();
  const events: Record<string, unknown>[] = [];
  const print = (line: string): void => {
    events.push(JSON.parse(line) as Record<string, unknown>);
    if (events.at(-1)!["epoch"] === epochs) controller.abort(new Error("Ctrl-C"));
  };
  const make = () => new Sequential(new Conv2d(1, 2, 5, 3), new BatchNorm2d(2), new ReLU(), new Flatten(), new Dropout(0.3), new Linear(2 * 64, 10));
  const job = { settings: { ...settings, ...given }, about: "", make, load: (split: Split) => loadData(here("stripes"), [1, 28, 28], split), out: here(out), json: true, resume };
  const stream = new PassThrough();
  await train(job, { stdout: stream, stderr: stream, env: {}, print, interrupt: () => controller.signal });
  return events;
}

test.each([["sgd", "cpu"], ["adam", "cpu"], ["adamw", "worker-threads"]] as const)("with %s on %s a run that was stopped and goes on ends with the bits of one that was not", async (optimizer: OptimizerName, backend) => {
  await run(`${optimizer} whole`, { optimizer, backend });
  const stopped = await run(`${optimizer} part`, { optimizer, backend }, null, 1);
  expect(stopped.map(({ event }) => event)).toEqual(["start", "epoch", "interrupted"]);
  const resumed = await run(`${optimizer} rest`, { optimizer, backend }, await loadCheckpoint(checkpointIn(here(`${optimizer} part`))));
  expect(resumed.map(({ event, epoch }) => [event, epoch])).toEqual([["start", undefined], ["epoch", 2], ["epoch", 3], ["done", undefined]]);
  expect(resumed[0]!["resumed"]).toEqual({ file: checkpointIn(here(`${optimizer} part`)), epoch: 1 });
  for (const file of ["weights.safetensors", "checkpoint.safetensors", "metrics.jsonl", "loss.svg"]) {
    const [whole, rest] = await Promise.all(["whole", "rest"].map((out) => readFile(here(`${optimizer} ${out}`, file))));
    expect(rest!.equals(whole!), file).toBe(true);
  }
});

test("of a run of one's flags: convoke train --resume needs nothing else, and more epochs may be asked for", async () => {
  const first = ["train", "--data", here("stripes"), "--model", "lenet", "--batch-size", "20", "--optimizer", "adam", "--backend", "cpu"];
  expect(await convoke(...first, "--epochs", "1", "--out", here("one"))).toMatchObject({ code: 0, stderr: "" });
  const { code, stdout, stderr } = await convoke("train", "--resume", checkpointIn(here("one")), "--epochs", "2", "--backend", "cpu", "--out", here("two"));
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/2 epochs, 20 images a step, Adam\n.*\n +going on after epoch 1 of .*checkpoint\.safetensors\n/);
  expect(stdout).toMatch(/^epoch 2\/2 /m);
  expect(stdout).not.toContain("epoch 1/2");
  expect((await loadCheckpoint(checkpointIn(here("two")))).epoch).toBe(2);

  const done = await convoke("train", "--resume", checkpointIn(here("two")));
  expect(done).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(/^convoke train: .* is of a run that has done 2 of 2 epochs\nhint: --epochs 3 trains for another one\n$/) });
});

/** The checkpoint of "one" with other metadata. */
async function forged(name: string, metadata: Record<string, string>, change: (key: string) => string = (key) => key): Promise<string> {
  const { tensors, metadata: own } = await loadSafetensors(checkpointIn(here("one")));
  await saveSafetensors(here(name), Object.fromEntries(Object.entries(tensors).map(([key, value]) => [change(key), value])), { ...own, ...metadata });
  return here(name);
}

test("a file or a flag that does not fit is refused in words, before anything is trained", async () => {
  const one = checkpointIn(here("one"));
  const { metadata } = await loadSafetensors(one);
  const flags = (changes: object): string => JSON.stringify({ ...(JSON.parse(metadata["flags"]!) as object), epochs: "3", ...changes });
  await writeColours(here("colours"), { red: [200, 20, 20], green: [20, 200, 20] }, 5);
  const cases: [args: string[], message: RegExp][] = [
    [[here("nowhere")], /loadSafetensors: cannot read .*nowhere \(ENOENT\)/],
    [[here("one", "weights.safetensors")], /is no checkpoint of convoke train\nhint: weights do not say/],
    [[here("one", "result.json")], /loadSafetensors: .*result\.json: /],
    [[one, "--epochs", "2", "--model", "cnn"], /is of a run with --model lenet, but --model is cnn\nhint: a run goes on as it began; leave --model out/],
    [[one, "--epochs", "2", "--optimizer", "sgd"], /is of a run with --optimizer adam, but --optimizer is sgd/],
    [[one, "--epochs", "2", "--val-size", "5"], /is of a run without --val-size, but --val-size is 5/],
    [[await forged("model", { flags: flags({ model: "cnn" }) })], /model: does not fit the model cnn: loadStateDict: /],
    [[await forged("optimizer", { flags: flags({ optimizer: "sgd" }) })], /optimizer: does not fit the optimizer sgd: SGD\.loadStateDict: state of parameter 0 has /],
    [[await forged("data", { flags: flags({ data: here("colours"), model: "pytorch-cnn" }) })], /data: its run learned from other images than those of .*colours/],
    [[await forged("code", { flags: flags({ model: "./evil.mjs" }) })], /is of the model \.\/evil\.mjs, which no file may choose to run\nhint: say so yourself: --model \.\/evil\.mjs/],
    [[await forged("flag", { flags: flags({ out: "/" }) })], /is of a run with --out \/, which this command does not have/],
    [[await forged("value", { flags: flags({ lr: "-1" }) })], /value: --lr is "-1", expected a number above 0/],
    [[await forged("no flags", { flags: "[]" })], /no flags: flags of this checkpoint cannot be read/],
    [[await forged("epoch", { epoch: "1e9" })], /epoch: the epoch of this checkpoint cannot be read/],
    [[await forged("epochs", { epoch: "999999999" })], /has done 999999999 of 1 epochs/],
    [[await forged("drawn", { drawn: "9".repeat(30) })], /the place in the random numbers of this checkpoint/],
    [[await forged("step", { flags: flags({}), optimizer: '{"0.step":-1}' })], /the optimizer of this checkpoint/],
    [[await forged("metrics", { flags: flags({}), metrics: '{"kind":"epoch"}' })], /its metrics are not those of 1 epochs/],
    [[await forged("tensor", {}, (key) => key.replace("model.", "evil."))], /the tensor "evil\..*" of this checkpoint cannot be read/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await convoke("train", "--backend", "cpu", "--out", here("refused"), "--resume", ...args);
    expect({ code, stdout, stderr }, stderr).toEqual({ code: 1, stdout: "", stderr: expect.stringMatching(message) });
    expect(stderr).not.toContain("    at ");
  }
});
