import type { Backend } from "@convoke/core";
import { checkId, type Check, type CheckContext, type FloatDType, type Outcome } from "./check.js";
import { ConformanceFailure } from "./failure.js";
import { watchBounds } from "./bound-watch.js";
import type { StatedBounds } from "./stated-bound.js";
import type { Waiver } from "./waiver.js";
import { waiverOf } from "./waiver.js";

export type Status = "pass" | "fail" | "waived" | "stale waiver";

/** What came out of one check. */
export interface CheckResult extends Outcome {
  readonly check: Check;
  readonly backend: string;
  readonly dtype: FloatDType;
  readonly status: Status;
  /** Why it failed, or why it is waived. */
  readonly message: string | null;
  /** The bounds of the backend's own that applied. */
  readonly bounds: readonly string[];
  readonly milliseconds: number;
}

/** Runs one check; never throws for what the backend does. */
export async function runCheck(check: Check, context: CheckContext, waivers: readonly Waiver[] = []): Promise<CheckResult> {
  const start = performance.now();
  const waiver = waiverOf(check, waivers);
  const finish = (status: Status, outcome: Outcome, message: string | null): CheckResult => ({
    check, backend: context.backend.name, dtype: context.dtype, status, message, ...outcome, bounds: context.watch?.takeNames() ?? [], milliseconds: performance.now() - start,
  });
  try {
    const outcome = await check.run(context);
    return waiver ? finish("stale waiver", outcome, `passes, but is waived: ${waiver.reason}`) : finish("pass", outcome, null);
  } catch (error) {
    const none = { cases: 0, worst: Infinity };
    if (waiver) return finish("waived", none, waiver.reason);
    return finish("fail", none, failureMessage(check, context, error));
  }
}

/** `conv2d › cpu › float32 › kernels › random: 3 of 640 elements differ; …` */
export function failureMessage(check: Check, context: CheckContext, error: unknown): string {
  const reason = error instanceof ConformanceFailure ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${check.op} › ${context.backend.name} › ${context.dtype} › ${check.layer} › ${check.name}: ${reason}`;
}

export interface RunOptions {
  /** Default: every float dtype that the backend has. */
  readonly dtypes?: readonly FloatDType[];
  readonly seed?: number;
  /** Random cases an op; default 25. */
  readonly runs?: number;
  readonly waive?: readonly Waiver[];
  /** Kernels whose error has another bound than that of a plain sum, with its derivation in the backend's documentation. */
  readonly bounds?: StatedBounds;
  readonly onResult?: (result: CheckResult) => void;
  /** Ask between two checks whether to go on. */
  readonly isStopped?: () => boolean;
}

export const defaultRuns = 25;
export const deepRuns = 1000;

/** Milliseconds between two pauses: a page paints at most so often, and a pause takes 1 to 4 itself. */
const frame = 16;

/** The float dtypes of a backend. */
export function floatDTypes(backend: Backend): FloatDType[] {
  return (["float32", "float64"] as const).filter((dtype) => backend.capabilities.dtypes.has(dtype));
}

/** Runs checks one after the other and gives all results; pauses between them, once a frame, so that a page can paint. */
export async function runChecks(checks: readonly Check[], backend: Backend, options: RunOptions = {}): Promise<CheckResult[]> {
  const { seed = 0, runs = defaultRuns, waive = [], dtypes = floatDTypes(backend) } = options;
  const watch = watchBounds(backend, options.bounds ?? {});
  const results: CheckResult[] = [];
  let paused = performance.now();
  for (const dtype of dtypes) {
    for (const check of checks) {
      if (options.isStopped?.()) return results;
      const result = await runCheck(check, { backend: watch.backend, watch, dtype, seed, runs }, waive);
      results.push(result);
      options.onResult?.(result);
      if (performance.now() - paused >= frame) {
        await new Promise((resolve) => setTimeout(resolve));
        paused = performance.now();
      }
    }
  }
  return results;
}

/** Waivers that cover no check at all: misspelt, or of an op that is gone. */
export function unusedWaivers(checks: readonly Check[], waivers: readonly Waiver[]): Waiver[] {
  return waivers.filter((waiver) => !checks.some((check) => waiverOf(check, [waiver])));
}

export { checkId };
