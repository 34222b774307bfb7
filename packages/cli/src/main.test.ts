import { readFileSync } from "node:fs";
import { ArgumentError } from "@convoke/core";
import { expect, test, vi } from "vitest";
import { defineCommand } from "./command/command.js";
import { RunError, UsageError } from "./command/errors.js";
import { helpText } from "./command/help.js";
import { commands } from "./commands.js";
import { convoke, run } from "./test/capture.test-support.js";

test.each([[[]], [["--help"]], [["-h"]], [["help"]]])("convoke %j prints the commands", async (args) => {
  const { code, stdout, stderr } = await convoke(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const name of Object.keys(commands)) expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
  for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
});

test("--version is that of package.json", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string };
  expect(await convoke("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each(Object.keys(commands))("%s explains itself with examples, in 80 columns", async (name) => {
  const command = await commands[name]!.load();
  expect([command.name, command.usage]).toEqual([`convoke ${name}`, `convoke ${name}`]);
  expect(await convoke(name, "--help")).toEqual({ code: 0, stdout: `${helpText(command)}\n`, stderr: "" });
  expect(await convoke("help", name)).toEqual({ code: 0, stdout: `${helpText(command)}\n`, stderr: "" });
  for (const line of helpText(command).split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  expect(command.examples?.length).toBeGreaterThan(0);
  for (const [line] of command.examples!) expect(line).toContain(`convoke ${name}`);
});

test.each([
  [["inof"], 'convoke: there is no command "inof", did you mean info?\nhint: convoke --help lists the commands\n'],
  [["xyzzy"], 'convoke: there is no command "xyzzy"\nhint: convoke --help lists the commands\n'],
  [["toString"], 'convoke: there is no command "toString"\nhint: convoke --help lists the commands\n'],
  [["--versoin"], "convoke: there is no flag --versoin, did you mean --version?\nhint: convoke --help lists the commands\n"],
  [["info", "--jsno"], "convoke info: there is no flag --jsno, did you mean --json?\nhint: convoke info --help lists the flags\n"],
])("%j is refused with exit code 2", async (args, stderr) => {
  expect(await convoke(...args)).toEqual({ code: 2, stdout: "", stderr });
});

const failing = (error: unknown) => defineCommand({ name: "demo", usage: "npm run demo --", about: "Fails.", flags: {}, run: () => Promise.reject(error) });

test.each([
  [new UsageError("no such thing"), 2, "demo: no such thing\nhint: npm run demo -- --help lists the flags\n"],
  [new RunError("the disk is full\nhint: empty it"), 1, "demo: the disk is full\nhint: empty it\n"],
  [new ArgumentError("conv2d: stride is 0, expected at least 1"), 1, "demo: conv2d: stride is 0, expected at least 1\n"],
  ["a text", 1, "demo: a text\n"],
])("%s is one message", async (error, code, stderr) => {
  expect(await run(failing(error))).toEqual({ code, stdout: "", stderr });
});

test("an error that nobody expected comes with its stack", async () => {
  const { code, stderr } = await run(failing(new TypeError("x is not a function")));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^demo: TypeError: x is not a function\n {4}at /);
});

test("Ctrl-C ends a command that listens for it with 130, whether it returns or throws", async () => {
  const listening = (end: (signal: AbortSignal) => number) => defineCommand({
    name: "demo", usage: "demo", about: "Waits.", flags: {},
    run: (_given, { interrupt }) => {
      const signal = interrupt();
      process.emit("SIGINT");
      return Promise.resolve().then(() => end(signal));
    },
  });
  vi.useFakeTimers();
  const thrown = run(listening((signal) => { signal.throwIfAborted(); return 0; }));
  const returned = run(listening(() => 0));
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  expect([(await thrown).code, (await returned).code]).toEqual([130, 130]);
});
