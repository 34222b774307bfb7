import { expect, test } from "vitest";
import { en } from "./en.js";
import { vi } from "./vi.js";

type Tree = { readonly [key: string]: string | ((...args: string[]) => string) | Tree };

/** Every text by its path; functions get their arguments' names. */
function flat(tree: Tree, path = ""): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = `${path}${key}`;
    if (typeof value === "object") return [...flat(value, `${at}.`)];
    return [[at, typeof value === "string" ? value : value(...["⟨1⟩", "⟨2⟩"].slice(0, value.length))]];
  }));
}

const [english, vietnamese] = [flat(en), flat(vi as unknown as Tree)];

test("every text exists in both languages", () => {
  expect([...vietnamese.keys()]).toEqual([...english.keys()]);
  for (const [key, text] of vietnamese) expect(text.trim(), key).not.toBe("");
});

test("no text was left in English", () => {
  const same = [...english].filter(([key, text]) => vietnamese.get(key) === text).map(([key]) => key);
  expect(same).toEqual(["milliseconds", "backend"]);
});

test("every argument is used in both", () => {
  const used = (text: string): string[] => (text.match(/⟨\d⟩/g) ?? []).toSorted();
  for (const [key, text] of english) expect(used(vietnamese.get(key)!), key).toEqual(used(text));
});
