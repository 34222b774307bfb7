import { ArgumentError } from "../errors/argument-error.js";

let recording = true;

/** Whether ops are being recorded for `backward`. PyTorch: `torch.is_grad_enabled`. */
export function isGradEnabled(): boolean {
  return recording;
}

/** @internal Runs `body` with recording on or off. */
export function withGradMode<T>(on: boolean, body: () => T): T {
  const before = recording;
  recording = on;
  try {
    return body();
  } finally {
    recording = before;
  }
}

/**
 * Runs `body` without recording: results do not require gradients, and nothing is kept for `backward`. PyTorch: `torch.no_grad`.
 *
 * @throws {ArgumentError} when `body` is async.
 * @example
 * const prediction = noGrad(() => model.forward(x).argmax(1));
 */
export function noGrad<T>(body: () => T): T {
  const result = withGradMode(false, body);
  if (result instanceof Promise) {
    result.catch(() => {});
    throw new ArgumentError("noGrad: the function is async, expected a synchronous one", { hint: "await outside of noGrad" });
  }
  return result;
}
