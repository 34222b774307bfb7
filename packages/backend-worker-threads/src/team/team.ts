import { BackendError, DisposedError } from "@convoke/core/backend";
import { kernelNames, type KernelName, type Step } from "@convoke/wasm-kernels";
import { hint, type Runner, type Scratch } from "./runner.js";
import { nap, StallClock } from "./stall-clock.js";
import {
  block, blockWords, claimed, controlBytes, failed, failure, failureText, finished, grain, idle, kernel, positionOf, published, running, scratch, scratchStride, shareOf,
  slotCount, slotOf, state, stopped, units, waiting, wakeAll,
} from "./control.js";

export interface TeamOptions {
  readonly memory: WebAssembly.Memory;
  readonly threads: number;
  /** Milliseconds without progress after which a wait gives up. */
  readonly stallTimeout: number;
  /** Keeps the process alive while somebody awaits. */
  readonly hold: (isHeld: boolean) => void;
  /** Ends the workers of a team that has failed. */
  readonly dismiss: () => void;
}

interface Command {
  readonly step: Step;
  readonly scratch: Scratch;
}

/** The main thread's end of the ring. A ring that is full blocks the caller, or, where that is forbidden (on a page), spills into a queue. */
export class Team implements Runner {
  readonly canBlock = canBlock();
  readonly #words: Int32Array;
  readonly #options: TeamOptions;
  /** Commands that wait for room in the ring. */
  readonly #spilled: Command[] = [];
  #published: number;
  #done: number;
  #failure: BackendError | DisposedError | null = null;
  #awaiting = 0;
  #drains = false;

  constructor(options: TeamOptions) {
    this.#options = options;
    this.#words = new Int32Array(options.memory.buffer, 0, controlBytes / 4);
    this.#published = this.#done = this.#words[published]! >>> 0;
  }

  get enqueued(): number {
    return this.#published + this.#spilled.length;
  }

  get done(): number {
    const words = this.#words;
    // What every worker has left behind is done, and its slot may be another command's by now.
    this.#done = Math.max(this.#done, this.#slowest());
    for (; this.#done < this.#published; this.#done++) {
      const slot = slotOf(this.#done);
      if (Atomics.load(words, slot + finished) !== words[slot + units]) break;
    }
    return this.#done;
  }

  enqueue(step: Step, scratch: Scratch): void {
    if (step.units === 0) return;
    if (step.block.length > blockWords) throw new BackendError(`worker-threads: ${step.kernel} has a block of ${step.block.length} words, expected at most ${blockWords}`);
    this.check();
    if (this.#spilled.length === 0 && this.#hasRoom()) return this.#publish(step, scratch);
    if (this.canBlock) {
      this.#sleepUntil(this.#roomAt, () => this.#slowest() >= this.#roomAt);
      return this.#publish(step, scratch);
    }
    this.#spilled.push({ step, scratch });
    void this.#drain();
  }

  waitSync(until: number): void {
    this.#sleepUntil(until, () => this.done >= until);
  }

  async wait(until: number): Promise<void> {
    if (this.#awaiting++ === 0) this.#options.hold(true);
    try {
      await this.#restUntil(until, () => this.done >= until);
    } finally {
      if (--this.#awaiting === 0) this.#options.hold(false);
    }
  }

  check(): void {
    if (this.#failure === null && this.#hasTrap()) this.fail(this.#trap());
    if (this.#failure) throw this.#failure;
  }

  /** Ends the team: every call from now on throws `error`, or what a worker said before it ended. */
  fail(error: BackendError): void {
    this.#failure ??= this.#hasTrap() ? this.#trap() : error;
    this.stop();
    this.#options.dismiss();
  }

  stop(): void {
    this.#failure ??= new DisposedError("worker-threads: the backend was disposed");
    Atomics.compareExchange(this.#words, state, running, stopped);
    wakeAll(this.#words, this.#slowest(), this.#published);
  }

  /** The kernel that a worker is at, in words. */
  activityOf(worker: number): string {
    const command = Atomics.load(this.#words, positionOf(worker)), slot = slotOf(command);
    const isIdle = command === (this.#published | 0) || Atomics.load(this.#words, slot + finished) === this.#words[slot + units];
    return isIdle ? "while idle" : `in ${kernelNames[this.#words[slot + kernel]!]}`;
  }

  #publish(step: Step, { base, bytes }: Scratch): void {
    const words = this.#words, slot = slotOf(this.#published), { threads } = this.#options;
    words[slot + kernel] = kernelNumbers.get(step.kernel)!;
    words[slot + units] = step.units;
    words[slot + grain] = grainOf(step.units, threads);
    words[slot + scratch] = base;
    words[slot + scratchStride] = bytes;
    words[slot + finished] = 0;
    for (let worker = 0; worker < threads; worker++) words[slot + claimed + worker] = shareOf(step.units, worker, threads);
    for (let i = 0; i < step.block.length; i++) words[slot + block + i] = step.block[i]!;
    Atomics.store(words, published, ++this.#published);
    if (Atomics.load(words, idle) > 0) Atomics.notify(words, published);
  }

  #hasRoom(): boolean {
    return this.#published - this.#slowest() < slotCount;
  }

  /** How many commands must be left behind before a ring that was full gets new ones: half a ring at a time takes fewer naps. */
  get #roomAt(): number {
    return this.#published - slotCount / 2;
  }

  /** Commands that the last worker has left behind. */
  #slowest(): number {
    let behind = 0;
    for (let worker = 0; worker < this.#options.threads; worker++) behind = Math.max(behind, (this.#published - Atomics.load(this.#words, positionOf(worker))) | 0);
    return this.#published - behind;
  }

  async #drain(): Promise<void> {
    if (this.#drains) return;
    this.#drains = true;
    try {
      while (this.#spilled.length > 0) {
        await this.#restUntil(this.#roomAt, () => this.#slowest() >= this.#roomAt);
        for (const { step, scratch } of this.#spilled.splice(0, slotCount / 2)) this.#publish(step, scratch);
      }
    } catch {
      // `check` tells everybody who asks.
    } finally {
      this.#drains = false;
    }
  }

  /** Sleeps until so many commands are finished, and goes on until `isReached`. */
  #sleepUntil(until: number, isReached: () => boolean): void {
    const clock = new StallClock(() => this.#progress());
    Atomics.add(this.#words, waiting, 1);
    try {
      while (!isReached()) {
        this.check();
        const { word, value, isOver } = this.#sight(until);
        // What is over already is only waiting for a worker to say so.
        Atomics.wait(this.#words, word, value, isOver ? 0.05 : nap);
        this.#expectProgress(clock);
      }
    } finally {
      Atomics.sub(this.#words, waiting, 1);
    }
  }

  /** As `#sleepUntil`, while the caller goes on. */
  async #restUntil(until: number, isReached: () => boolean): Promise<void> {
    const clock = new StallClock(() => this.#progress());
    Atomics.add(this.#words, waiting, 1);
    try {
      while (!isReached()) {
        this.check();
        const { word, value, isOver } = this.#sight(until);
        await (isOver ? turn() : change(this.#words, word, value));
        this.#expectProgress(clock);
      }
    } finally {
      Atomics.sub(this.#words, waiting, 1);
    }
  }

  /** The counter that changes when the last of so many commands is finished, or the last that is in the ring. */
  #sight(until: number): { word: number; value: number; isOver: boolean } {
    const slot = slotOf(Math.min(until, this.#published) - 1), value = Atomics.load(this.#words, slot + finished);
    return { word: slot + finished, value, isOver: value === this.#words[slot + units] };
  }

  /** Ends a team that has made no progress for too long. */
  #expectProgress(clock: StallClock): void {
    if (clock.look() < this.#options.stallTimeout) return;
    const place = this.done < this.#published ? `in ${kernelNames[this.#words[slotOf(this.done) + kernel]!]}` : "behind the last command";
    this.fail(new BackendError(`worker-threads: no progress for ${this.#options.stallTimeout / 1000} s ${place}, a worker may have died`, { hint }));
    this.check();
  }

  #progress(): number {
    let sum = 0;
    for (let worker = 0; worker < this.#options.threads; worker++) sum += Atomics.load(this.#words, positionOf(worker));
    return sum + Atomics.load(this.#words, slotOf(this.done) + finished) / 2 ** 31;
  }

  #hasTrap(): boolean {
    return Atomics.load(this.#words, state) === failed;
  }

  #trap(): BackendError {
    const words = this.#words, worker = words[failure]!, command = words[failure + 1]!, length = words[failure + 2]!;
    const text = String.fromCharCode(...words.subarray(failureText, failureText + length));
    const name = kernelNames[words[slotOf(command) + kernel]!];
    return new BackendError(`worker-threads: ${name} failed in worker ${worker}: ${text}`, { hint, details: { kernel: name, worker } });
  }
}

const kernelNumbers: ReadonlyMap<KernelName, number> = new Map(kernelNames.map((name, i) => [name, i]));

/**
 * Units that a worker claims at a time: four claims a thread even out what the others are late, and cost little. Not too many, of a single thread
 * either, because only a claim that is finished counts as progress.
 */
const grainOf = (units: number, threads: number): number => Math.min(1024, Math.ceil(units / (4 * threads)));

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

interface WaitAsync {
  waitAsync?(words: Int32Array, word: number, value: number, timeout: number): { readonly value: Promise<unknown> | string };
}

/** Resolves when the word is no longer `value`, or after a nap; engines without Atomics.waitAsync look every millisecond. */
async function change(words: Int32Array, word: number, value: number): Promise<void> {
  const { waitAsync } = Atomics as WaitAsync;
  if (waitAsync) await waitAsync(words, word, value, nap).value;
  else await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A page's main thread must not sleep; Atomics.wait says so. */
function canBlock(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1);
    return true;
  } catch {
    return false;
  }
}
