export { featureMapGrid } from "./image/feature-map-grid.js";
export { type GridStyle, imageGrid, type ImageGridOptions } from "./image/image-grid.js";
export { kernelGrid } from "./image/kernel-grid.js";
export type { Raster } from "./image/raster.js";
export type { Plane } from "./image/value-range.js";
export { encodePng, type Image } from "./png/encode-png.js";
export { confusionMatrix, type ConfusionMatrixOptions } from "./svg/confusion-matrix.js";
export { lineChart, type LineChartOptions, type Series } from "./svg/line-chart.js";
