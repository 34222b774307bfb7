import { en } from "./en.js";
import type { Texts } from "./texts.js";
import { vi } from "./vi.js";

export const languages = { en: { name: "English", texts: en }, vi: { name: "Tiếng Việt", texts: vi } } satisfies Record<string, { readonly name: string; readonly texts: Texts }>;

export type LanguageCode = keyof typeof languages;

const key = "convoke-language";
const isCode = (code: string | null | undefined): code is LanguageCode => code !== null && code !== undefined && code in languages;

/** The language of the address, else the one chosen before, else the first that the browser asks for. */
export function firstLanguage(query: string): LanguageCode {
  const wishes = [new URLSearchParams(query).get("lang"), remembered(), ...navigator.languages.map((tag) => tag.split("-")[0])];
  return wishes.find(isCode) ?? "en";
}

export function remember(code: LanguageCode): void {
  try {
    localStorage.setItem(key, code);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** The texts of a language, and its way of writing numbers. */
export interface Language {
  readonly code: LanguageCode;
  readonly t: Texts;
  readonly number: (value: number, digits?: number) => string;
  readonly percent: (share: number) => string;
  /** A share as a percentage with two significant digits; what is less than a thousandth counts as that. */
  readonly share: (share: number) => string;
}

export function languageOf(code: LanguageCode): Language {
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(code, options);
  const percent = format({ style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const numbers = [0, 1, 2, 3, 4].map((digits) => format({ minimumFractionDigits: digits, maximumFractionDigits: digits }));
  const share = format({ style: "percent", maximumSignificantDigits: 2 });
  return {
    code,
    t: languages[code].texts,
    number: (value, digits = 0) => numbers[digits]!.format(value),
    percent: (value) => percent.format(value),
    share: (value) => (value > 0 && value < 0.001 ? `< ${share.format(0.001)}` : share.format(value)),
  };
}
