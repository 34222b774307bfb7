/** Milliseconds of sleep after which a waiting thread looks whether its team is still alive. */
export const nap = 100;

/** Measures how long a team has made no progress, while somebody waits for it. */
export class StallClock {
  readonly #progress: () => number;
  #last: number;
  #lookedAt = performance.now();
  #still = 0;

  constructor(progress: () => number) {
    this.#progress = progress;
    this.#last = progress();
  }

  /** Milliseconds without progress, of those that the caller was awake: a process that was stopped or a tab that was frozen had no time for any. Call it after each nap. */
  look(): number {
    const now = performance.now(), progress = this.#progress();
    this.#still = progress === this.#last ? this.#still + Math.min(now - this.#lookedAt, 2 * nap) : 0;
    this.#last = progress;
    this.#lookedAt = now;
    return this.#still;
  }
}
