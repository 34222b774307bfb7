import { PassThrough } from "node:stream";
import { execute } from "@convoke/cli";
import { expect, test } from "vitest";
import { command } from "./command.js";
import { presets } from "./presets.js";

async function mnist(...args: string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const streams = { stdout, stderr } as unknown as { readonly stdout: NodeJS.WriteStream; readonly stderr: NodeJS.WriteStream };
  const code = await execute(command, args, { ...streams, env: {} });
  return { code, stdout: String(stdout.read() ?? ""), stderr: String(stderr.read() ?? "") };
}

test.each([
  [["--epoch", "3"], "there is no flag --epoch, did you mean --epochs?"],
  [["--lim=3"], "there is no flag --lim, did you mean --limit?"],
  [["--data", "fashion"], "there is no flag --data"],
  [["cnn"], '"cnn" is not a flag, expected --name or --name value'],
  [["--model", "lenet"], '--model is "lenet", expected one of mlp, cnn, cnn-gap'],
  [["--limit", "60001"], '--limit is "60001", expected a whole number from 0 to 60000'],
  [["--backend", "cpu", "--threads", "2"], "--threads is for --backend worker-threads, but the backend is cpu"],
])("%j is refused", async (args, message) => {
  expect(await mnist(...args)).toEqual({ code: 2, stdout: "", stderr: `mnist: ${message}\nhint: npm start -- --help lists the flags\n` });
});

test("the help names the models and fits 80 columns", async () => {
  const { code, stdout } = await mnist("--help");
  expect(code).toBe(0);
  expect(stdout).toContain("Usage: npm start -- [flags]\n");
  for (const [name, { about }] of Object.entries(presets)) expect(stdout).toContain(`  ${name.padEnd(9)}${about}\n`);
  for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
});
