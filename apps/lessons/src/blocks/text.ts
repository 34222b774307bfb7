/** The languages of the lessons, the documents' own first. */
export const languages = ["vi", "en"] as const;
export type Language = (typeof languages)[number];

/** A text in every language; a plain string reads the same in all of them. */
export type Text = string | Readonly<Record<Language, string>>;

export const t = (vi: string, en: string): Text => ({ vi, en });

export const inLanguage = (text: Text, language: Language): string => (typeof text === "string" ? text : text[language]);

/** Puts texts together, language by language. */
export function join(parts: readonly Text[], separator = ""): Text {
  if (parts.every((part) => typeof part === "string")) return parts.join(separator);
  const all = (language: Language): string => parts.map((part) => inLanguage(part, language)).join(separator);
  return t(all("vi"), all("en"));
}
