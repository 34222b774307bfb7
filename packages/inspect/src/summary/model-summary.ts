import { checkOptions, type DType, type Shape } from "@convoke/core";
import { markdownOf } from "./markdown.js";
import type { SummaryRow } from "./summary-row.js";
import { textOf } from "./text.js";

export interface SummaryTotals {
  /** Elements of all parameters, a shared one once. */
  readonly parameters: number;
  readonly trainableParameters: number;
  /** Multiply-accumulates of one forward pass of the whole batch; see `summary`. */
  readonly macs: number;
  readonly inputBytes: number;
  /** What the ops of one forward pass write. Training keeps most of it, and makes about as much again for gradients. */
  readonly activationBytes: number;
  readonly parameterBytes: number;
  /** Running statistics and the like. */
  readonly bufferBytes: number;
}

/** What `summary` found, as plain data. */
export interface SummaryData {
  readonly inputShape: Shape;
  readonly dtype: DType;
  readonly model: SummaryRow;
  readonly totals: SummaryTotals;
}

export interface TextOptions {
  /** How wide a line may be, at least 60; default 80. */
  readonly columns?: number;
  /** How many levels of layers to show; deeper ones are folded into theirs. Default: all. */
  readonly depth?: number;
}

/** The result of `summary`: its fields are plain data, so that JSON.stringify gives a `SummaryData`. */
export class ModelSummary implements SummaryData {
  readonly inputShape: Shape;
  readonly dtype: DType;
  readonly model: SummaryRow;
  readonly totals: SummaryTotals;

  constructor({ inputShape, dtype, model, totals }: SummaryData) {
    this.inputShape = inputShape;
    this.dtype = dtype;
    this.model = model;
    this.totals = totals;
  }

  /** An aligned table for a terminal, like torchinfo's. */
  toText(options: TextOptions = {}): string {
    checkOptions("toText", options, ["columns", "depth"]);
    return textOf(this, options.columns ?? 80, options.depth ?? Infinity);
  }

  /** A Markdown table and the totals below it. */
  toMarkdown(options: Pick<TextOptions, "depth"> = {}): string {
    checkOptions("toMarkdown", options, ["depth"]);
    return markdownOf(this, options.depth ?? Infinity);
  }

  toString(): string {
    return this.toText();
  }
}
