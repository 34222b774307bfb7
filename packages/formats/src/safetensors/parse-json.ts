import type { Corrupt } from "./corrupt.js";

/** The JSON that a safetensors header may hold. */
export type HeaderJson = string | number | readonly HeaderJson[] | ReadonlyMap<string, HeaderJson>;

const maxDepth = 3; // header → tensor → shape
const integer = /(?:0|[1-9][0-9]{0,15})(?![0-9.eE])/y;

/**
 * Parses the JSON subset of a safetensors header: objects, arrays, strings and non-negative safe integers.
 *
 * `JSON.parse` will not do: it keeps the last of two equal keys in silence, and so lets one file mean two things to two readers.
 */
export function parseHeaderJson(text: string, corrupt: Corrupt): HeaderJson {
  let at = 0;

  function unexpected(expected: string): Error {
    const got = at < text.length ? JSON.stringify(text[at]) : "its end";
    return corrupt(`the header is not valid at character ${at}, expected ${expected}, got ${got}`);
  }

  function skipSpace(): void {
    while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  }

  function accept(character: string): boolean {
    skipSpace();
    if (text[at] !== character) return false;
    at++;
    return true;
  }

  function expect(character: string): void {
    if (!accept(character)) throw unexpected(`"${character}"`);
  }

  function string(): string {
    expect('"');
    const start = at - 1;
    while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
    if (at >= text.length) throw corrupt(`the header has a string without an end at character ${start}`);
    at++;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      throw corrupt(`the header has a string with a bad escape or a control character at character ${start}`);
    }
  }

  function number(): number {
    integer.lastIndex = at;
    const digits = integer.exec(text)?.[0];
    if (digits === undefined) throw unexpected("a value: an object, an array, a string or a non-negative integer");
    const value = Number(digits);
    if (!Number.isSafeInteger(value)) throw corrupt(`the header has the number ${digits}, expected at most ${Number.MAX_SAFE_INTEGER}`);
    at += digits.length;
    return value;
  }

  function object(depth: number): ReadonlyMap<string, HeaderJson> {
    const members = new Map<string, HeaderJson>();
    if (accept("}")) return members;
    do {
      const keyStart = at;
      const key = string();
      if (members.has(key)) throw corrupt(`the header has a duplicate key at character ${keyStart}`);
      expect(":");
      members.set(key, value(depth));
    } while (accept(","));
    expect("}");
    return members;
  }

  function array(depth: number): readonly HeaderJson[] {
    const items: HeaderJson[] = [];
    if (accept("]")) return items;
    do items.push(value(depth));
    while (accept(","));
    expect("]");
    return items;
  }

  function value(depth: number): HeaderJson {
    skipSpace();
    if (text[at] === '"') return string();
    if (text[at] !== "{" && text[at] !== "[") return number();
    if (depth === maxDepth) throw corrupt(`the header nests deeper than ${maxDepth} levels at character ${at}`);
    return text[at++] === "{" ? object(depth + 1) : array(depth + 1);
  }

  const result = value(0);
  skipSpace();
  if (at < text.length) throw unexpected("nothing but spaces after the header");
  return result;
}
