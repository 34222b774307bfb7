import { languages, type Text } from "../blocks/text.js";

export const escapeHtml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");

/** A text in each of its languages; the page shows one of them. */
export function both(text: Text, render: (text: string) => string = escapeHtml): string {
  if (typeof text === "string") return render(text);
  return languages.map((language) => `<span lang="${language}">${render(text[language])}</span>`).join("");
}

/** As `both`, for blocks. */
export function bothBlocks(text: Text, render: (text: string) => string): string {
  if (typeof text === "string") return render(text);
  return languages.map((language) => `<div lang="${language}">${render(text[language])}</div>`).join("");
}

/** An attribute in the page's first language, with the English beside it for the script that changes the language. */
export function attribute(name: "alt" | "aria-label", text: Text): string {
  return typeof text === "string" ? ` ${name}="${escapeHtml(text)}"` : ` ${name}="${escapeHtml(text.vi)}" data-en-${name}="${escapeHtml(text.en)}"`;
}

/** **bold**, *italic*, `code`; numbers stay with what they count. */
export function inline(text: string): string {
  return escapeHtml(text)
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\*(\S[^*]*)\*/g, "<em>$1</em>")
    .replace(/(\d) (×|%) (?=\d)/g, "$1 $2 ");
}

/** Paragraphs and lists ("- …"). */
export function paragraphs(text: string): string {
  return text.trim().split(/\n\s*\n/).map((paragraph) =>
    /^\s*- /.test(paragraph) ? `<ul>${paragraph.trim().replace(/^- /, "").split(/\n\s*- /).map((item) => `<li>${inline(item)}</li>`).join("")}</ul>` : `<p>${inline(paragraph.trim())}</p>`,
  ).join("");
}

export const dataUri = (type: string, content: Uint8Array | string): string => `data:${type};base64,${Buffer.from(content).toString("base64")}`;
