import type { ChildProcess } from "node:child_process";

/** Ends the child when this process exits, whatever the child does then: one that is stuck in a call hears of nothing. */
export function endWithUs(child: ChildProcess): void {
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
}
