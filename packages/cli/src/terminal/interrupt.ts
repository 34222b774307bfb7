/** Exit code of a program that Ctrl-C ended: 128 + the number of SIGINT. */
export const interruptedExitCode = 130;

/** One Ctrl-C may arrive twice, from the terminal and from npm. */
const oneKeyPressMs = 500;

/** A signal that aborts at the first Ctrl-C (or a polite kill); after that, and after `stop`, nobody listens, so the next one ends the process at once. */
export function listenForInterrupt(): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(stop, oneKeyPressMs).unref();
  };
  const stop = (): void => void process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return { signal: controller.signal, stop };
}
