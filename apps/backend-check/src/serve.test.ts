import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const serve = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(new URL("../serve.mjs", import.meta.url)), ...args], { encoding: "utf8", timeout: 20_000 });
  return { status, stdout, stderr };
};
const hint = "hint: npm run backend-check -- --help lists the flags\n";

test("--help names every flag", () => {
  const { status, stdout, stderr } = serve("--help");
  expect([status, stderr]).toEqual([0, ""]);
  for (const flag of ["--port N", "--no-isolation", "--help"]) expect(stdout).toContain(flag);
});

test.each([
  [["--prot", "3"], "Unknown option '--prot'"],
  [["--port", "x"], '--port is "x", expected a whole number from 0 to 65535'],
  [["--port", "65536"], '--port is "65536", expected a whole number from 0 to 65535'],
])("%j is one clean message", (args, problem) => {
  expect(serve(...args)).toEqual({ status: 2, stdout: "", stderr: `backend-check: ${problem}\n${hint}` });
});
