import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadSafetensors } from "@convoke/formats/node";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
const program = ["../../../tooling/test/from-source.mjs", "./main.ts"].map((file) => fileURLToPath(new URL(file, import.meta.url)));

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "convoke mnist "))));
afterAll(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the app in `folder`; `onText` sees all that it has printed so far. */
function run(args: readonly string[], onText: (stdout: string, interrupt: () => void) => void = () => {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...program, ...args], { cwd: folder, env: { ...process.env, TERM: "xterm", CI: "" } });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => onText((stdout += text), () => child.kill("SIGINT")));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const small = ["--limit", "640", "--val-size", "200", "--epochs", "2"];
const linesOf = (text: string): string[] => text.trimEnd().split("\n");

test("a pipe gets plain lines: the plan, one an epoch, the accuracies, the files", async () => {
  const { code, stdout, stderr } = await run(["--model", "mlp", ...small, "--out", "plain"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);          // no control bytes: 1b, 08, 0d …
  for (const line of linesOf(stdout)) expect(line.length, line).toBeLessThan(80);
  expect(stdout).toContain("640 of 59,800 to learn from, --limit 0 takes all");
  expect(stdout).toContain("40,785 parameters");
  expect(stdout.match(/^epoch [12]\/2  loss \d\.\d{4}  train \d+\.\d\d%  val \d+\.\d\d%  [\d,]+ images\/s  \d+\.\d s$/gm)).toHaveLength(2);
  expect(stdout).toMatch(/^Train Acc \d+\.\d\d% .*\nVal Acc \d+\.\d\d% .*\nTest Acc \d+\.\d\d% /m);
  const files = await readdir(join(folder, "plain"));
  expect(files.sort()).toEqual([
    "accuracy.svg", "checkpoint.safetensors", "config.json", "confusion.svg", "digit.png", "kernels.png", "loss.svg", "metrics.jsonl", "result.json", "weights.safetensors",
  ]);
  for (const file of files) expect(stdout).toContain(`  ${file} `);
});

test("--json prints objects only, and the same seed gives the same bits", async () => {
  const outcomes = await Promise.all(["one", "two"].map((out) => run(["--model", "mlp", ...small, "--seed", "3", "--json", "--out", out])));
  const [one, two] = outcomes.map(({ stdout }) => linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>));
  expect(one!.map(({ event }) => event)).toEqual(["start", "epoch", "epoch", "done"]);
  expect(Object.keys(one!.at(-1)!)).toEqual([
    "event", "backend", "model", "trainAccuracy", "valAccuracy", "testAccuracy", "trainSeconds", "imagesPerSecond", "finalLoss",
  ]);
  const numbers = (events: typeof one) => events!.map(({ trainLoss, valLoss, testAccuracy, finalLoss }) => [trainLoss, valLoss, testAccuracy, finalLoss]);
  expect(numbers(two)).toEqual(numbers(one));
  for (const file of ["metrics.jsonl", "weights.safetensors", "confusion.svg", "kernels.png"]) {
    const [first, second] = await Promise.all(["one", "two"].map((out) => readFile(join(folder, out, file))));
    expect(second!.equals(first!), file).toBe(true);
  }
});

test("Ctrl-C ends the run and keeps what there is: of a CNN kernels, feature maps, PyTorch's keys", async () => {
  let pressed = false;
  const { code, stdout } = await run(["--limit", "160", "--val-size", "20", "--epochs", "10000"], (text, interrupt) => {
    if (pressed || !text.includes("epoch     2/10000")) return;
    pressed = true;
    interrupt();
    interrupt();                    // one key press may arrive twice, from the terminal and from npm
  });
  expect(code).toBe(130);
  const out = join(folder, /stopped; what there is was kept\n\n(.*) holds\n/.exec(stdout)![1]!);
  expect((await readdir(out)).sort()).toEqual([
    "accuracy.svg", "checkpoint.safetensors", "config.json", "digit.png", "feature-maps-1.png", "feature-maps-2.png", "kernels.png", "loss.svg", "metrics.jsonl", "weights.safetensors",
  ]);
  const { tensors, metadata } = await loadSafetensors(join(out, "weights.safetensors"));
  expect(tensors["conv_layers.3.weight"]?.shape).toEqual([32, 16, 3, 3]);
  expect(metadata).toMatchObject({ model: "cnn", mean: "0.1307", std: "0.3081" });
  const kinds = linesOf(await readFile(join(out, "metrics.jsonl"), "utf8")).map((line) => (JSON.parse(line) as { kind: string }).kind);
  const done = kinds.filter((kind) => kind === "epoch").length;
  expect(done).toBeGreaterThanOrEqual(2);
  expect(JSON.parse(await readFile(join(out, "config.json"), "utf8"))).toMatchObject({
    settings: { model: "cnn", seed: 1, limit: 160 },
    backend: { name: "worker-threads" },
    versions: { node: process.version, convoke: expect.stringMatching(/^\d+\.\d+\.\d+/) },
    data: { trainImages: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });

  const resume = ["--resume", join(out, "checkpoint.safetensors"), "--json", "--out", "resumed"];
  const resumed = await run([...resume, "--epochs", String(done + 1)]);
  expect({ code: resumed.code, stderr: resumed.stderr }).toEqual({ code: 0, stderr: "" });
  expect(linesOf(resumed.stdout).map((line) => JSON.parse(line) as object)).toMatchObject([{ event: "start", model: "cnn", resumed: { epoch: done } }, { event: "epoch", epoch: done + 1 }, { event: "done" }]);
  expect(await run([...resume, "--model", "mlp"])).toMatchObject({ code: 1, stderr: expect.stringMatching(/^mnist: .* is of a run with --model cnn, but --model is mlp\nhint: /) });
});

test.each([
  ["a folder that cannot be", ["--out", "taken"], 1, /^mnist: cannot make the folder .*taken \(EEXIST\)\nhint: name another one with --out\n$/],
  ["a learning rate that is too high", ["--lr", "1e30", "--out", "nan"], 1, /^mnist: training stopped: the loss is (NaN|Infinity).*\nhint: .*--lr\n$/],
])("%s is one clean message", async (_name, args, expectedCode, message) => {
  await writeFile(join(folder, "taken"), "");
  const { code, stdout, stderr } = await run(["--model", "mlp", ...small, ...args, "--json"]);
  expect(code).toBe(expectedCode);
  expect(stderr).toMatch(message);
  expect(stdout.includes('"done"')).toBe(false);
});
