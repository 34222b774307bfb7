import {
  barrierSpins, block, claimed, controlBytes, failed, failing, failure, failureText, finished, grain, idle, idleSpins, kernel, longestText, positionOf, published, running,
  scratch, scratchStride, shareOf, slotOf, state, units, waiting, wakeAll,
} from "./control.js";

/** What a worker is told when it starts; nothing is posted to it afterwards. */
export interface Orders {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Its number in the team, and how many there are. */
  readonly worker: number;
  readonly threads: number;
  /** The kernels by the numbers that commands carry. */
  readonly kernels: readonly string[];
}

/** A worker's life: it takes every command in order, does its share, and returns when the team is stopped. `ready` is called before the first. */
export function follow(orders: Orders, ready: () => void): void {
  const words = new Int32Array(orders.memory.buffer, 0, controlBytes / 4);
  const { exports } = new WebAssembly.Instance(orders.module, { env: { memory: orders.memory } });
  const kernels = orders.kernels.map((name) => exports[name] as (...args: number[]) => void);
  ready();
  for (let command = Atomics.load(words, positionOf(orders.worker)); ; command = (command + 1) | 0) {
    while (Atomics.load(words, published) === command) pause(words, published, command, idle, idleSpins);
    if (Atomics.load(words, state) !== running) return;
    const slot = slotOf(command);
    try {
      share(words, slot, kernels[words[slot + kernel]!]!, orders);
    } catch (error) {
      fail(words, orders.worker, command, String(error));
      return;
    }
    for (let done; (done = Atomics.load(words, slot + finished)) !== words[slot + units]; ) {
      if (Atomics.load(words, state) !== running) return;
      pause(words, slot + finished, done, waiting, barrierSpins);
    }
    Atomics.store(words, positionOf(orders.worker), command + 1);
  }
}

/** Claims units and does them, those of its own share first, until none are left; whoever finishes the last wakes those who wait for it. */
function share(words: Int32Array, slot: number, run: (...args: number[]) => void, { worker, threads }: Orders): void {
  const all = words[slot + units]!, some = words[slot + grain]!;
  const own = words[slot + scratch]! + worker * words[slot + scratchStride]!;
  for (let i = 0; i < threads; i++) {
    const whose = (worker + i) % threads, counter = slot + claimed + whose, last = shareOf(all, whose + 1, threads);
    for (let begin; Atomics.load(words, counter) < last && (begin = Atomics.add(words, counter, some)) < last; ) {
      const end = Math.min(last, begin + some);
      run(4 * (slot + block), begin, end, own);
      if (Atomics.add(words, slot + finished, end - begin) + end - begin === all && Atomics.load(words, waiting) > 0) Atomics.notify(words, slot + finished);
    }
  }
}

/** Spins for some microseconds, then sleeps, until the word is no longer `value` or somebody wakes it. */
function pause(words: Int32Array, word: number, value: number, sleepers: number, spins: number): void {
  for (let spin = 0; spin < spins; spin++) if (Atomics.load(words, word) !== value) return;
  Atomics.add(words, sleepers, 1);
  Atomics.wait(words, word, value);
  Atomics.sub(words, sleepers, 1);
}

/** The first failure is kept; everybody is woken. */
function fail(words: Int32Array, worker: number, command: number, text: string): void {
  if (Atomics.compareExchange(words, state, running, failing) !== running) return;
  const length = Math.min(text.length, longestText);
  words.set([worker, command, length], failure);
  for (let i = 0; i < length; i++) words[failureText + i] = text.charCodeAt(i);
  Atomics.store(words, state, failed);
  wakeAll(words, command, command + 1);
}
