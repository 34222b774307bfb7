import type { Flags, Values } from "./flag.js";

/** A word of the command line that is no flag, such as the MODEL of `convoke summary MODEL`. */
export interface Operand {
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
}

/** What the user typed. */
export interface Given<F extends Flags> {
  readonly flags: Values<F>;
  readonly operands: readonly string[];
}

/** What is used of `process.stdout`: a terminal, a pipe or a file. */
export interface Output {
  readonly isTTY?: boolean;
  /** Of a terminal. */
  readonly columns?: number;
  write(text: string): unknown;
  hasColors?(env: object): boolean;
  on(event: "resize", listener: () => void): unknown;
  off(event: "resize", listener: () => void): unknown;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a command runs. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
}

export interface Context extends Io {
  /** A line, or several, on standard output. */
  print(line: string): void;
  /** From now on Ctrl-C aborts this signal instead of ending the process. */
  interrupt(): AbortSignal;
}

/** A command: what it takes and what it does. All of its texts are here, and all heavy imports are in `run`. */
export interface Command<F extends Flags = Flags> {
  /** What its messages start with. */
  readonly name: string;
  /** What the user types before flags and operands. */
  readonly usage: string;
  readonly about: string;
  readonly operands?: readonly Operand[];
  readonly flags: F;
  /** Paragraphs of the help, below the flags. */
  readonly notes?: readonly string[];
  /** What to type, and what that does. */
  readonly examples?: readonly (readonly [line: string, about: string])[];
  /** Resolves to the exit code. */
  run(given: Given<F>, context: Context): Promise<number>;
}

export function defineCommand<F extends Flags>(command: Command<F>): Command<F> {
  return command;
}
