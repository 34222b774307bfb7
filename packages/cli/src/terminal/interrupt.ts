/** Exit code of a program that Ctrl-C ended: 128 + the number of SIGINT. */
export const interruptedExitCode = 130;

/** One Ctrl-C may arrive twice, from the terminal and from npm. */
const oneKeyPressMs = 500;

/** A signal that aborts at the first Ctrl-C (or a polite kill); after that nobody listens, so the second one ends the process at once. */
export function listenForInterrupt(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => process.off("SIGINT", interrupt).off("SIGTERM", interrupt), oneKeyPressMs).unref();
  };
  process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
  return controller.signal;
}
