import fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "./heap.js";
import { sizeClass } from "./size-class.js";

const unlimited = (limit = 2 ** 30): Heap => new Heap(100, limit, () => true);

test("size classes hold what was asked for and lose at most an eighth", () => {
  expect([0, 1, 64, 65, 1024, 1025, 1152, 1153].map(sizeClass)).toEqual([64, 64, 64, 128, 1024, 1152, 1152, 1280]);
  for (let bytes = 1025; bytes < 2 ** 31; bytes = Math.ceil(bytes * 1.07)) {
    const size = sizeClass(bytes);
    expect(size).toBeGreaterThanOrEqual(bytes);
    expect(size / bytes).toBeLessThanOrEqual(1.126);
    expect(sizeClass(size)).toBe(size);
    expect(size % 64).toBe(0);
  }
});

test("a later command gets the block that was freed last", () => {
  const heap = unlimited();
  const [first, second] = [heap.allocate(1000), heap.allocate(1000)] as [number, number];
  heap.free(first, 1000, 1);
  heap.free(second, 1000, 2);
  expect(heap.allocate(1000)).toBe(second);
  expect(heap.allocate(1000)).toBe(first);
});

test("the host gets no block that a command under way may still use", () => {
  const heap = unlimited();
  const block = heap.allocate(1000)!;
  heap.free(block, 1000, 7);
  expect(heap.allocate(1000, 6)).not.toBe(block);
  expect(heap.allocate(1000, 7)).toBe(block);
});

test("merged blocks keep the latest stamp of their parts, at the end of the heap too", () => {
  const heap = unlimited(100 + 28 + 4 * 1024);
  const [a, b] = [heap.allocate(1024)!, heap.allocate(1024)!];
  heap.free(a, 1024, 3);
  heap.free(b, 1024, 9);
  expect(heap.allocate(4096, 8)).toBeNull();
  expect(heap.allocate(4096, 9)).toBe(a);
});

test("where the end of the heap must wait for a command, the host gets what lies beyond all that was ever in use, and the gap stays usable", () => {
  const heap = unlimited();
  const blocks = Array.from({ length: 4 }, () => heap.allocate(1024)!), beyond = blocks[3]! + 1024;
  for (const block of blocks) heap.free(block, 1024, 9);
  expect(heap.allocate(1024, 8)).toBe(beyond);
  expect(heap.allocate(1024, 8)).toBe(beyond + 1024);
  expect(heap.allocate(4096)).toBe(blocks[0]);
});

test("what does not fit is refused; merging neighbours makes room", () => {
  const heap = new Heap(0, 64 * 16, () => true);
  const blocks = Array.from({ length: 16 }, () => heap.allocate(64)!);
  expect(heap.allocate(1)).toBeNull();
  for (const block of blocks.slice(4, 8)) heap.free(block, 64, 0);
  expect(heap.allocate(257)).toBeNull();
  expect(heap.allocate(256)).toBe(blocks[4]);
  expect(heap.statistics).toEqual({ usedBytes: 1024, peakBytes: 1024, reachedBytes: 1024 });
});

test("a memory that cannot grow ends the heap where it is", () => {
  const heap = new Heap(0, 2 ** 20, (bytes) => bytes <= 128);
  expect(heap.allocate(128)).toBe(0);
  expect(heap.allocate(1)).toBeNull();
});

test("changing sizes do not make the heap grow for ever", () => {
  const heap = unlimited();
  for (let size = 1000; size < 400_000; size += 1000) heap.free(heap.allocate(size)!, size, 0);
  expect(heap.statistics.reachedBytes).toBeLessThan(5 * sizeClass(400_000));
});

test("blocks in use never overlap and lie within the limit; the host's were free before what has run", () => {
  const limit = 64 * 1024, lag = 20;
  const call = fc.record({ bytes: fc.integer({ min: 0, max: 9000 }), frees: fc.boolean(), isHost: fc.boolean() });
  fc.assert(fc.property(fc.array(call, { maxLength: 200 }), (calls) => {
    const heap = new Heap(10, limit, () => true), live: { pointer: number; bytes: number }[] = [], freedAt = new Float64Array(limit / 64);
    calls.forEach(({ bytes, frees, isHost }, stamp) => {
      const victim = frees ? live.splice(bytes % (live.length || 1), 1)[0] : undefined;
      if (victim) {
        freedAt.fill(stamp, victim.pointer / 64, (victim.pointer + sizeClass(victim.bytes)) / 64);
        return heap.free(victim.pointer, victim.bytes, stamp);
      }
      const pointer = heap.allocate(bytes, isHost ? stamp - lag : Infinity);
      if (pointer === null) return;
      if (isHost) expect(Math.max(...freedAt.subarray(pointer / 64, (pointer + sizeClass(bytes)) / 64))).toBeLessThanOrEqual(Math.max(0, stamp - lag));
      expect(pointer % 64).toBe(0);
      expect(pointer).toBeGreaterThanOrEqual(10);
      expect(pointer + bytes).toBeLessThanOrEqual(limit);
      for (const other of live) expect(pointer >= other.pointer + other.bytes || pointer + bytes <= other.pointer).toBe(true);
      live.push({ pointer, bytes });
    });
    expect(heap.statistics.usedBytes).toBe(live.reduce((sum, { bytes }) => sum + sizeClass(bytes), 0));
    for (const { pointer, bytes } of live) heap.free(pointer, bytes, 0);
    expect(heap.allocate(60_000)).not.toBeNull();
  }), { numRuns: 200, seed: 1 });
});
