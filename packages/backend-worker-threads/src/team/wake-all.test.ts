import { expect, test } from "vitest";
import { start } from "../start.js";
import { controlBytes, finished, positionOf, published, slotOf, state, running, units, wakeAll } from "./control.js";

const long = 5000;   // ms

test("wakeAll: whoever was about to sleep does not, and no work that others still finish makes a command look done", () => {
  const words = new Int32Array(new SharedArrayBuffer(controlBytes)), slot = slotOf(7);
  words[published] = 8;
  words[slot + units] = 10;
  words[slot + finished] = 4;
  wakeAll(words, 7, 8);
  expect(Atomics.wait(words, published, 8, long)).toBe("not-equal");
  expect(Atomics.wait(words, slot + finished, 4, long)).toBe("not-equal");
  for (let left = 6; left > 0; left--) {
    Atomics.add(words, slot + finished, 1);
    expect(words[slot + finished]).not.toBe(10);
  }
});

test("wakeAll leaves a command that is finished as it is", () => {
  const words = new Int32Array(new SharedArrayBuffer(controlBytes)), slot = slotOf(0);
  words[slot + units] = words[slot + finished] = 3;
  wakeAll(words, 0, 1);
  expect(words[slot + finished]).toBe(3);
});

test.each(["dispose", "trap"])("after a %s no worker can fall asleep over the next command any more", async (end) => {
  let words!: Int32Array;
  const { backend, runner } = await start({ threads: 2 }, (all) => (words = all));
  await backend.read(backend.fill(3, 1, "float32"));
  if (end === "trap") runner.enqueue({ kernel: "fillWords", block: [2 ** 30, 0, 4096, 0, 0, 0, 1, 4096], units: 4, scratchBytes: 0 }, { base: 0, bytes: 0 });
  const commands = runner.enqueued;
  if (end === "trap") await expect(backend.flush()).rejects.toThrow(/fillWords failed/);
  else await backend.dispose();
  expect(words[state]).not.toBe(running);
  expect(words[published]).not.toBe(commands);
  for (const worker of [0, 1]) expect(words[positionOf(worker)]).not.toBe(words[published]);
  await backend.dispose();
});
