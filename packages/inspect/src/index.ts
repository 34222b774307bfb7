export type { AxisField, ReceptiveField } from "./field/receptive-field.js";
export { type FeatureMapOptions, featureMaps, readFeatureMaps } from "./maps/feature-maps.js";
export type { HostArray } from "./maps/host-array.js";
export { type ClassVotes, classVotes, type ClassVotesOptions } from "./statistics/class-votes.js";
export { type GradientNorm, gradientNorms } from "./statistics/gradient-norms.js";
export { zeroedByReLU, type ZeroedShare } from "./statistics/zeroed-by-relu.js";
export { ModelSummary, type SummaryData, type SummaryTotals, type TextOptions } from "./summary/model-summary.js";
export { summary, type SummaryOptions } from "./summary/summary.js";
export type { SummaryRow } from "./summary/summary-row.js";
