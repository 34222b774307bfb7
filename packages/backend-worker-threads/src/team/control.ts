/**
 * The first part of the memory, in words of 32 bits: what the main thread and the workers tell each other. The heap follows.
 *
 * The main thread publishes commands in the slots of a ring and counts them; workers take them in order. A worker claims units of its own share of a
 * command's work and then of the others', until none are left, waits until all are finished, and goes on to the next command; so nobody waits for a worker
 * that sleeps, and who is awake finds the same parts of the operands in its cache. Counters wrap.
 */
const line = 16;   // words of a cache line: counters that threads fight over lie apart

/** Commands published so far. */
export const published = 0;
/** Workers that sleep until `published` changes. */
export const idle = line;
/** Threads that sleep until a command is finished. */
export const waiting = 2 * line;
/** running, stopped or failed. */
export const state = 3 * line;
export const running = 0, stopped = 1, failing = 2, failed = 3;
/** Of a failure: the worker, the command, the length of the message; then its UTF-16 code units, a word each. */
export const failure = 4 * line;
export const failureText = failure + 3, longestText = 4 * line - 3;
/** Commands that worker i has left behind, at positions + i · line. */
export const positions = 8 * line;
export const positionOf = (worker: number): number => positions + worker * line;

export const maxThreads = 64;
export const slotCount = 1024;
/** The largest block of a command, in words. */
export const blockWords = 80;
const slots = positionOf(maxThreads);

/** Words of a slot: what to do, the units of each worker's share that are claimed up to, those that are finished, the kernel's block. */
export const kernel = 0, units = 1, grain = 2, scratch = 3, scratchStride = 4;
export const claimed = line;
export const finished = claimed + maxThreads;
export const block = finished + line;
const slotWords = block + blockWords;

/** The first unit of a worker's share; the next one's is its end. */
export const shareOf = (all: number, worker: number, threads: number): number => Math.floor((all * worker) / threads);

/** The first word of the slot of a command. */
export const slotOf = (command: number): number => slots + (command & (slotCount - 1)) * slotWords;

/** Bytes before the heap. */
export const controlBytes = 4 * (slots + slotCount * slotWords);

/**
 * Wakes whoever sleeps, of a team that has ended, and whoever was just about to: each word that somebody sleeps on gets another value, those of the commands
 * from `begin` to `end` that are not finished one that they never have, so that nobody takes them for done.
 */
export function wakeAll(words: Int32Array, begin: number, end: number): void {
  Atomics.add(words, published, 1);
  Atomics.notify(words, published);
  for (let command = begin; command < end; command++) {
    const slot = slotOf(command), word = slot + finished, value = Atomics.load(words, word);
    if (value !== words[slot + units]) Atomics.compareExchange(words, word, value, abandoned);
    Atomics.notify(words, word);
  }
}
/** Far below any number of units, and stays below whatever is still added. */
const abandoned = -(2 ** 31);

/** Rounds of looking before a thread sleeps: some microseconds for the next command, longer for the end of one that others are at. */
export const idleSpins = 2000, barrierSpins = 5000;
