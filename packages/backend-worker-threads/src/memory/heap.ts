import { sizeClass } from "./size-class.js";

/** A free block, and how many commands had been enqueued when it was freed: the host must not touch it before they have run. */
interface FreeBlock {
  readonly pointer: number;
  readonly bytes: number;
  readonly stamp: number;
}

export interface HeapStatistics {
  /** Bytes of the blocks in use, and the most there ever were. */
  readonly usedBytes: number;
  readonly peakBytes: number;
  /** How far the heap has ever reached. */
  readonly reachedBytes: number;
}

/**
 * Blocks of one memory, by size class, managed by the main thread alone.
 *
 * Stream-ordered: a freed block may be used again at once by a later command, because commands run in order. Only blocks that the host itself
 * writes (`readyAt`) must have been freed before a command that has already run.
 */
export class Heap {
  readonly #lists = new Map<number, FreeBlock[]>();
  /** Ranges between blocks, from blocks that were merged; sorted by nothing, few. */
  #ranges: FreeBlock[] = [];
  readonly #start: number;
  #end: number;
  /** Nothing from `#end` to `#reached` was in use after this command. */
  #endStamp = 0;
  #freeBytes = 0;
  #used = 0;
  #peak = 0;
  #reached: number;
  #reachedAtMerge = 0;
  readonly #limit: number;
  readonly #grow: (bytes: number) => boolean;

  /** @param grow Makes the memory at least so many bytes large, if it can. */
  constructor(start: number, limit: number, grow: (bytes: number) => boolean) {
    this.#start = this.#end = this.#reached = Math.ceil(start / 64) * 64;
    this.#limit = limit;
    this.#grow = grow;
  }

  get statistics(): HeapStatistics {
    return { usedBytes: this.#used, peakBytes: this.#peak, reachedBytes: this.#reached - this.#start };
  }

  /** Counts the peak from here. */
  resetPeak(): void {
    this.#peak = this.#used;
  }

  /** The byte offset of a block of `sizeClass(bytes)` bytes, a multiple of 64; null where there is no memory. */
  allocate(bytes: number, readyAt = Infinity): number | null {
    const size = sizeClass(bytes);
    let pointer = this.#take(size, readyAt);
    if (pointer === null && this.#isWasteful(size)) {
      this.#merge();
      pointer = this.#take(size, readyAt);
    }
    pointer ??= this.#append(size, readyAt);
    if (pointer === null) {
      this.#merge();
      pointer = this.#take(size, readyAt) ?? this.#append(size, readyAt);
    }
    if (pointer === null) return null;
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return pointer;
  }

  /** Takes back a block of `allocate(bytes)`. */
  free(pointer: number, bytes: number, stamp: number): void {
    const size = sizeClass(bytes), block = { pointer, bytes: size, stamp };
    const list = this.#lists.get(size);
    if (list) list.push(block);
    else this.#lists.set(size, [block]);
    this.#freeBytes += size;
    this.#used -= size;
  }

  /** The block freed last, for it may still be in a cache; the host takes the one freed first. */
  #take(size: number, readyAt: number): number | null {
    const list = this.#lists.get(size);
    if (list && list.length > 0) {
      if (readyAt === Infinity) return this.#taken(list.pop()!);
      if (list[0]!.stamp <= readyAt) return this.#taken(list.shift()!);
    }
    const at = this.#ranges.findIndex((range) => range.bytes >= size && range.stamp <= readyAt);
    if (at < 0) return null;
    const range = this.#ranges[at]!;
    if (range.bytes > size) this.#ranges[at] = { pointer: range.pointer + size, bytes: range.bytes - size, stamp: range.stamp };
    else this.#ranges.splice(at, 1);
    return this.#taken({ ...range, bytes: size });
  }

  #taken({ pointer, bytes }: FreeBlock): number {
    this.#freeBytes -= bytes;
    return pointer;
  }

  /** Whether the heap would reach further than ever though more memory is free than used; asked again only when it has grown by a quarter. */
  #isWasteful(size: number): boolean {
    return this.#end + size > this.#reached && this.#freeBytes > this.#used && this.#reached > 1.25 * this.#reachedAtMerge;
  }

  #append(size: number, readyAt: number): number | null {
    // What lies beyond the end may have to wait for a command; what lies beyond all that was ever in use has not.
    const pointer = this.#endStamp <= readyAt ? this.#end : this.#reached, end = pointer + size;
    if (end > this.#limit || (end > this.#reached && !this.#grow(end))) return null;
    if (pointer > this.#end) {
      this.#ranges.push({ pointer: this.#end, bytes: pointer - this.#end, stamp: this.#endStamp });
      this.#freeBytes += pointer - this.#end;
    }
    this.#end = end;
    if (end < this.#reached) return pointer;
    this.#reached = end;
    this.#endStamp = 0;
    return pointer;
  }

  /** Free neighbours become one range; a range that touches the end gives it back. */
  #merge(): void {
    const blocks = [...this.#ranges, ...[...this.#lists.values()].flat()].sort((a, b) => a.pointer - b.pointer);
    this.#lists.clear();
    this.#ranges = [];
    this.#reachedAtMerge = this.#reached;
    let last: FreeBlock | undefined;
    for (const block of blocks) {
      if (last && last.pointer + last.bytes === block.pointer) {
        last = { pointer: last.pointer, bytes: last.bytes + block.bytes, stamp: Math.max(last.stamp, block.stamp) };
        this.#ranges[this.#ranges.length - 1] = last;
      } else this.#ranges.push(last = block);
    }
    if (last && last.pointer + last.bytes === this.#end) {
      this.#ranges.pop();
      this.#end = last.pointer;
      this.#endStamp = Math.max(this.#endStamp, last.stamp);
      this.#freeBytes -= last.bytes;
    }
  }
}
