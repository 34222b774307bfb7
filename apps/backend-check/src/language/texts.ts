import type { en } from "./en.js";

type TextsLike<T> = { readonly [K in keyof T]: T[K] extends string ? string : T[K] extends (...args: infer A) => string ? (...args: A) => string : TextsLike<T[K]> };

/** What a language must say. */
export type Texts = TextsLike<typeof en>;
