import { ArgumentError } from "@convoke/core";
import { english } from "./english.js";
import type { Words } from "./words.js";

/** The words of one kind of picture, from the option `words` of `caller`. */
export function wordsOf<K extends keyof Words>(caller: string, kind: K, words: Words = english): Words[K] {
  if (typeof words?.[kind] === "object") return words[kind];
  throw new ArgumentError(`${caller}: words has no ${kind}, expected english, vietnamese, or an object with the same keys`);
}
