import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../test/hang.mjs", import.meta.url));
const run = (...args: readonly string[]) => spawnSync(process.execPath, [program, ...args], { encoding: "utf8", timeout: 60_000 });

test("a program that is stuck in a library's call is ended, with a line that names it", { timeout: 90_000 }, () => {
  const { signal, stderr } = run("100", "hangs");
  expect(signal).toBe("SIGTERM");
  expect(stderr).toBe("\nbench: jax-js wasm in conv2d/resnet-3x3 has not returned for 0.1 s and cannot be stopped alone, so all stops here\nhint: leave it out with --subjects or --only\n");
});

test("who stops it ends as ever", { timeout: 90_000 }, () => {
  expect(run("60000", "ends")).toMatchObject({ status: 0, stdout: "ended\n", stderr: "" });
});
