import { ArgumentError, ConvokeError, DataError, DTypeError, Generator, ShapeError } from "@convoke/core";
import type { Dataset } from "../dataset.js";

/** What the loader's thread asks a worker for. */
export interface SampleRequest {
  readonly id: number;
  readonly indices: readonly number[];
  readonly seeds: readonly number[];
}
export type SampleReply = { readonly id: number; readonly samples: readonly unknown[] } | { readonly id: number; readonly error: ErrorRecord };

/** An error as plain data: cloning would lose its class. */
interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  readonly hint: string | undefined;
}

/** Loads what a request asks for; never throws. */
export async function answer(dataset: Dataset<unknown, unknown> | Promise<Dataset<unknown, unknown>>, { id, indices, seeds }: SampleRequest): Promise<SampleReply> {
  try {
    const opened = await dataset;
    return { id, samples: indices.map((index, i) => opened.get(index, new Generator(seeds[i]!))) };
  } catch (error) {
    return { id, error: describe(error) };
  }
}

export function describe(error: unknown): ErrorRecord {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const hint = ConvokeError.isInstance(error) ? error.hint : undefined;
  return { name, message: hint === undefined ? message : message.slice(0, -`\nhint: ${hint}`.length), hint };
}

const classes = { ArgumentError, DataError, DTypeError, ShapeError } as const;

export function rebuild({ name, message, hint }: ErrorRecord): Error {
  const known = classes[name as keyof typeof classes];
  if (known) return new known(message, hint === undefined ? {} : { hint });
  return new DataError(`DataLoader: a worker failed with ${name}: ${message}`);
}
