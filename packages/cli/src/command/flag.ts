import { UsageError } from "./errors.js";

/** One `--name` or `--name VALUE` of a command. */
export interface Flag<T> {
  /** How the help calls its value; a flag without one is on or off. */
  readonly value?: string;
  readonly about: string;
  /** From the text that was typed; throws a {@link UsageError} for a text that cannot be. */
  readonly read: (text: string, name: string) => T;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;

/** What was given, by name; what was not given is absent. */
export type Values<F extends Flags> = { readonly [K in keyof F]?: F[K] extends Flag<infer T> ? T : never };

/** On or off. */
export function toggle(about: string): Flag<true> {
  return { about, read: () => true };
}

/** Any text but the empty one; `expected` says what it is, such as "a folder". */
export function text(value: string, expected: string, about: string): Flag<string> {
  return {
    value,
    about,
    read: (given, name) => {
      if (given === "") throw new UsageError(`--${name} is empty, expected ${expected}`);
      return given;
    },
  };
}

/** One of the keys of a table. */
export function oneOf<K extends string>(table: Readonly<Record<K, unknown>>, about: string): Flag<K> {
  return {
    value: "NAME",
    about,
    read: (given, name) => {
      if (Object.hasOwn(table, given)) return given as K;
      throw new UsageError(`--${name} is ${JSON.stringify(given)}, expected one of ${Object.keys(table).join(", ")}`);
    },
  };
}

/** Texts with commas between them. */
export function list(value: string, about: string): Flag<readonly string[]> {
  return {
    value,
    about,
    read: (given, name) => {
      const items = given.split(",").map((item) => item.trim()).filter(Boolean);
      if (items.length === 0) throw new UsageError(`--${name} is empty, expected names with commas between them`);
      return items;
    },
  };
}

export function wholeNumber(least: number, most: number, about: string): Flag<number> {
  return {
    value: "N",
    about,
    read: (given, name) => {
      const number = Number(given);
      if (/^\d+$/.test(given) && number >= least && number <= most) return number;
      throw new UsageError(`--${name} is ${JSON.stringify(given)}, expected a whole number from ${least} to ${most}`);
    },
  };
}

export function positiveNumber(about: string): Flag<number> {
  return {
    value: "X",
    about,
    read: (given, name) => {
      const number = Number(given);
      if (/^[\d.]/.test(given) && number > 0 && number < Infinity) return number;
      throw new UsageError(`--${name} is ${JSON.stringify(given)}, expected a number above 0`);
    },
  };
}

/** So many numbers with commas or blanks between them. */
export function numbers(value: string, count: number, about: string): Flag<readonly number[]> {
  return {
    value,
    about,
    read: (given, name) => {
      const found = parseNumbers(given);
      if (found?.length === count) return found;
      throw new UsageError(`--${name} is ${JSON.stringify(given)}, expected ${count === 1 ? "a number" : `${count} numbers`}`);
    },
  };
}

/** Rows of equally many numbers, with semicolons between the rows. */
export function numberRows(about: string): Flag<readonly (readonly number[])[]> {
  return {
    value: "ROWS",
    about,
    read: (given, name) => {
      const rows = given.split(";").map((row) => row.trim()).filter(Boolean).map(parseNumbers);
      if (rows.length > 0 && rows.every((row) => row !== null && row.length === rows[0]!.length)) return rows as readonly (readonly number[])[];
      throw new UsageError(`--${name} is ${JSON.stringify(given)}, expected rows of equally many numbers, such as "1 0 1; 0 1 0; 1 0 1"`);
    },
  };
}

function parseNumbers(text: string): readonly number[] | null {
  const found = text.split(/[\s,]+/).filter(Boolean).map(Number);
  return found.length > 0 && found.every(Number.isFinite) ? found : null;
}
