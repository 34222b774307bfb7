import { EventEmitter } from "node:events";
import type { WriteStream } from "node:tty";
import { expect, test } from "vitest";
import { isLive, LiveLine } from "./live-line.js";

class FakeTerminal extends EventEmitter {
  isTTY = true;
  columns = 80;
  written: string[] = [];
  write(text: string): boolean {
    this.written.push(text);
    return true;
  }
}
/** Clears to the end of the screen, draws without wrapping, and goes back to the beginning. */
const drawn = (line: string): string => `\r\x1b[J\x1b[?7l${line}\x1b[?7h\r`;
const lineOn = (terminal: FakeTerminal) => new LiveLine(terminal as unknown as WriteStream);

test("the line leaves the last column free and the cursor at its beginning", () => {
  const terminal = new FakeTerminal();
  lineOn(terminal).show((width) => "x".repeat(width));
  expect(terminal.written).toEqual([drawn("x".repeat(79))]);
});

test("many updates draw once; a resize draws at the new width", () => {
  const terminal = new FakeTerminal();
  const line = lineOn(terminal);
  for (let i = 0; i < 1000; i++) line.show((width) => `${i} ${width}`);
  expect(terminal.written).toEqual([drawn("0 79")]);
  terminal.columns = 40;
  terminal.emit("resize");
  expect(terminal.written.at(-1)).toBe(drawn("999 39"));
});

test("a printed line stays above the live one; a closed line leaves nothing", () => {
  const terminal = new FakeTerminal();
  const line = lineOn(terminal);
  line.print("first");
  line.show(() => "live");
  line.print("second");
  line.close();
  expect(terminal.written.join("")).toBe(`first\n${drawn("live")}\r\x1b[Jsecond\n${drawn("live")}\r\x1b[J`);
  terminal.written = [];
  terminal.emit("resize");
  line.close();
  expect(terminal.written).toEqual([]);
  expect(terminal.listenerCount("resize")).toBe(0);
});

test("pipes, dumb terminals and CI get no live line", () => {
  const terminal = new FakeTerminal() as unknown as NodeJS.WriteStream;
  expect(isLive(terminal, { TERM: "xterm" })).toBe(true);
  expect(isLive(terminal, { TERM: "dumb" })).toBe(false);
  expect(isLive(terminal, { TERM: "xterm", CI: "true" })).toBe(false);
  expect(isLive(Object.assign(new FakeTerminal(), { isTTY: false }) as unknown as NodeJS.WriteStream, { TERM: "xterm" })).toBe(false);
});
