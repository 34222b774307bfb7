export type { AxisField, ReceptiveField } from "./field/receptive-field.js";
export { ModelSummary, type SummaryData, type SummaryTotals, type TextOptions } from "./summary/model-summary.js";
export { summary, type SummaryOptions } from "./summary/summary.js";
export type { SummaryRow } from "./summary/summary-row.js";
