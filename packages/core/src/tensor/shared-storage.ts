import type { Backend, Storage } from "../backend/backend.js";
import { bytesPerElement } from "../backend/dtype.js";
import type { IntegerRange } from "./integer-range.js";

const live = { tensors: 0, bytes: 0 };

/** What must be settled when a storage goes; outlives it. */
interface Account {
  readonly bytes: number;
  handles: number;
  /** `null` where the memory is JavaScript's own and goes with the storage. */
  readonly free: (() => void) | null;
}

/** The safety net for storages of which nobody disposed all handles. */
const lost = new FinalizationRegistry<Account>(({ bytes, handles, free }) => {
  live.tensors -= handles;
  live.bytes -= bytes;
  free?.();
});

/** A storage with the number of its holders: handles, views and tape entries. The last one to let go frees it. */
export class SharedStorage {
  readonly backend: Backend;
  readonly storage: Storage;
  /** Which integers there are, where they came from the host; views have no others. */
  range: IntegerRange | null;
  private readonly account: Account;

  constructor(backend: Backend, storage: Storage, range: IntegerRange | null = null) {
    this.backend = backend;
    this.storage = storage;
    this.range = range;
    const bytes = storage.size * bytesPerElement(storage.dtype);
    this.account = { bytes, handles: 0, free: backend.capabilities.hostMemory === true ? null : () => backend.free(storage) };
    live.bytes += bytes;
    lost.register(this, this.account, this);
  }

  retain(): this {
    this.account.handles++;
    live.tensors++;
    return this;
  }

  release(): void {
    live.tensors--;
    if (--this.account.handles > 0) return;
    this.settle();
    this.backend.free(this.storage);
  }

  get hasOneHolder(): boolean {
    return this.account.handles === 1;
  }

  /** Instead of `release` by the only holder: a kernel took the storage over. */
  donated(): void {
    live.tensors--;
    this.settle();
  }

  private settle(): void {
    lost.unregister(this);
    live.bytes -= this.account.bytes;
  }
}

/**
 * How many tensor handles live (those kept on the tape included), and how many bytes their storages hold.
 *
 * Handles that were dropped without `dispose` or `tidy` leave the count when the garbage collector finds the last one of their storage.
 *
 * @example
 * const before = memory();
 * tidy(() => add(x, y));
 * memory().tensors === before.tensors; // true
 */
export function memory(): { tensors: number; bytes: number } {
  return { ...live };
}
