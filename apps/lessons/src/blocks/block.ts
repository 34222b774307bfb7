import type { Formula } from "./math.js";
import type { Language, Text } from "./text.js";

/** Numbers as they stand in a matrix; text where a cell shows something else. */
export type Cell = number | string;

export interface MatrixContent {
  readonly title?: Text;
  readonly cells: readonly (readonly Cell[])[];
  /** Digits behind the point. */
  readonly digits?: number;
  /** `signed`: blue below zero, red above; `grey`: dark to light; `plain`: no colours. */
  readonly colours?: "signed" | "grey" | "plain";
  /** What full colour stands for; default the greatest absolute value. */
  readonly limit?: number;
  /** [row, column, height, width] of a part that is framed. */
  readonly frame?: readonly [number, number, number, number];
}

export interface PictureContent {
  readonly png: Uint8Array;
  readonly title?: Text;
  /** What one would say who sees it. */
  readonly alt: Text;
}

/** A kernel that slides: the page shows the arithmetic of every output cell, the terminal that of one. */
export interface SlideContent {
  readonly input: readonly (readonly number[])[];
  readonly kernel: readonly (readonly number[])[];
  readonly output: readonly (readonly number[])[];
  readonly stride?: number;
  /** Cells of the input that are padding on each side; the input is given with them. */
  readonly padding?: number;
  /** What the sum is divided by: 1 in a layer. */
  readonly divisor?: number;
  readonly digits?: number;
  /** The output cell shown first. */
  readonly at?: readonly [number, number];
  readonly names?: readonly [Text, Text, Text];
}

/** An SVG so many pixels wide. */
export type Draw = (language: Language, width: number) => string;

/** What a lesson shows, in the order in which it is read. */
export type Block =
  | { readonly kind: "text"; readonly text: Text }
  | { readonly kind: "heading"; readonly text: Text }
  | { readonly kind: "correction"; readonly text: Text }
  | { readonly kind: "takeaway"; readonly text: Text }
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "formulas"; readonly formulas: readonly Formula[] }
  | { readonly kind: "matrices"; readonly items: readonly (MatrixContent | string)[]; readonly caption?: Text }
  | { readonly kind: "slide"; readonly slide: SlideContent; readonly caption?: Text }
  | { readonly kind: "table"; readonly columns: readonly Text[]; readonly rows: readonly (readonly (Text | number)[])[]; readonly caption?: Text }
  | { readonly kind: "bars"; readonly bars: readonly { readonly label: Text; readonly value: number; readonly note?: Text }[]; readonly caption?: Text; readonly digits?: number }
  | { readonly kind: "pictures"; readonly items: readonly PictureContent[]; readonly columns: number; readonly caption?: Text; readonly name: string;
      /** All of them in one picture, for the folder of figures. */ readonly sheet?: Readonly<Record<Language, Uint8Array>> }
  | { readonly kind: "drawing"; readonly draw: Draw; readonly caption: Text; readonly name: string };
