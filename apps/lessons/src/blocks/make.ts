import type { Block, Draw, MatrixContent, PictureContent, SlideContent } from "./block.js";
import type { Formula } from "./math.js";
import { type Language, t, type Text } from "./text.js";

/** Paragraphs, separated by an empty line; **bold**, *italic* and `code`. */
export const text = (vi: string, en: string): Block => ({ kind: "text", text: t(vi, en) });
export const heading = (vi: string, en: string): Block => ({ kind: "heading", text: t(vi, en) });
/** Where the document says something that is not so. */
export const correction = (vi: string, en: string): Block => ({ kind: "correction", text: t(vi, en) });
export const takeaway = (vi: string, en: string): Block => ({ kind: "takeaway", text: t(vi, en) });
export const code = (source: string): Block => ({ kind: "code", code: source });
export const show = (...formulas: Formula[]): Block => ({ kind: "formulas", formulas });
/** Matrices in a row, with signs such as "=" between them. */
export const matrices = (items: readonly (MatrixContent | string)[], caption?: Text): Block => ({ kind: "matrices", items, ...(caption && { caption }) });
export const slide = (content: SlideContent, caption?: Text): Block => ({ kind: "slide", slide: content, ...(caption && { caption }) });
export const table = (columns: readonly Text[], rows: readonly (readonly (Text | number)[])[], caption?: Text): Block => ({ kind: "table", columns, rows, ...(caption && { caption }) });
export const bars = (items: readonly { readonly label: Text; readonly value: number; readonly note?: Text }[], caption?: Text, digits = 2): Block =>
  ({ kind: "bars", bars: items, digits, ...(caption && { caption }) });
export const pictures = (name: string, items: readonly PictureContent[], columns: number, caption?: Text, sheet?: Readonly<Record<Language, Uint8Array>>): Block =>
  ({ kind: "pictures", name, items, columns, ...(caption && { caption }), ...(sheet && { sheet }) });
export const drawing = (name: string, draw: Draw, caption: Text): Block => ({ kind: "drawing", name, draw, caption });
