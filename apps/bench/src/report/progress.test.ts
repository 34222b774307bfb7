import { expect, test } from "vitest";
import { Progress } from "./progress.js";

function written(isTTY: boolean, env: NodeJS.ProcessEnv, use: (progress: Progress) => void): string {
  let text = "";
  use(new Progress({ isTTY, columns: 30, write: (part: string) => void (text += part) } as unknown as NodeJS.WriteStream, env));
  return text;
}

const session = (progress: Progress): void => {
  progress.row("[1/2] conv2d/a");
  progress.show("tfjs cpu, run 1 of a long, long name");
  progress.print("bench: tfjs cpu hung");
};

test("a pipe gets plain lines, one a row", () => {
  const plain = "[1/2] conv2d/a\nbench: tfjs cpu hung\n";
  expect(written(false, {}, session)).toBe(plain);
  expect(written(true, { CI: "true" }, session)).toBe(plain);
  expect(written(true, { TERM: "dumb" }, session)).toBe(plain);
});

test("a terminal gets one line that changes and fits, and goes before anything else is printed", () => {
  const text = written(true, { TERM: "xterm" }, session);
  const [, live, rest] = text.split("\r\x1b[K");
  expect(live).toBe("[1/2] conv2d/a  tfjs cpu, run");
  expect(rest).toBe("bench: tfjs cpu hung\n");
});
