const marker: unique symbol = Symbol.for("convoke.error");

/** Options of every error: a hint on its own line, the cause, and structured fields for programs. */
export interface ErrorOptions {
  readonly hint?: string;
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * The base of every error that Convoke throws.
 *
 * Messages read `<function>: <what is wrong>, <expected> … got …`; a hint follows on a second line.
 * `ShapeError.isInstance(error)` also recognises errors of another copy of the package.
 *
 * @example
 * try { conv2d(input, weight); } catch (error) { if (ShapeError.isInstance(error)) console.log(error.details); }
 */
export class ConvokeError extends Error {
  override readonly name: string = "ConvokeError";
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, options: ErrorOptions = {}) {
    super(options.hint === undefined ? message : `${message}\nhint: ${options.hint}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.hint = options.hint;
    this.details = options.details ?? {};
  }

  get [marker](): true {
    return true;
  }

  /** Whether `value` is an error of this class (or of a subclass), whichever copy of the package made it. */
  static isInstance<T extends ConvokeError>(this: new (message: string) => T, value: unknown): value is T {
    if (value instanceof this) return true;
    if (value instanceof ConvokeError || !(value instanceof Error) || !(marker in value)) return false;
    // Not this.name: a minifier renames classes.
    const { name } = new this("") as ConvokeError;
    return value.name === name || name === "ConvokeError";
  }
}

