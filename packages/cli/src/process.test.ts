import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 60_000 });
const program = ["../../../tooling/test/from-source.mjs", "./bin.ts"].map((file) => fileURLToPath(new URL(file, import.meta.url)));

/** Runs `convoke` as a process of its own; `head` closes its output after the first chunk. */
function convoke(args: readonly string[], { head = false, interrupt = false } = {}): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...program, ...args], { env: { ...process.env, TERM: "xterm-256color", CI: "", FORCE_COLOR: undefined } });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      if (head) child.stdout.destroy();
      if (interrupt) child.kill("SIGINT");
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

test("a pipe gets what was asked for and no control bytes; who stops reading hears no complaint", async () => {
  const [info, look, cut] = await Promise.all([convoke(["info", "--json"]), convoke(["look", "0"]), convoke(["conformance", "--backend", "cpu", "--op", "relu", "--json"], { head: true })]);
  expect(info).toMatchObject({ code: 0, stderr: "" });
  expect((JSON.parse(info.stdout) as { readonly backends: readonly { readonly name: string }[] }).backends.map(({ name }) => name)).toEqual(["worker-threads", "cpu", "gpujs"]);
  expect(look).toMatchObject({ code: 0, stderr: "" });
  expect(look.stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(cut).toMatchObject({ code: 0, stderr: "" });
});

test("exit codes: 2 for wrong words, 1 for what fails, 130 for Ctrl-C", async () => {
  const [wrong, failed, stopped] = await Promise.all([
    convoke(["tarin"]),
    convoke(["eval", "nowhere.safetensors"]),
    convoke(["conformance", "--backend", "cpu,cpu-derived,cpu,cpu-derived", "--op", "relu", "--json"], { interrupt: true }),
  ]);
  expect(wrong).toEqual({ code: 2, stdout: "", stderr: 'convoke: there is no command "tarin", did you mean train?\nhint: convoke --help lists the commands\n' });
  expect(failed).toMatchObject({ code: 1, stdout: "" });
  expect(stopped).toMatchObject({ code: 130, stderr: "" });
});
