import type { Row } from "../workload.js";
import { conv2dRows } from "./conv2d.js";
import { matmulRows } from "./matmul.js";
import { batchNormRow, elementwiseRows, overheadRows, poolRows, reduceRows, startUpRow } from "./memory-bound.js";
import { epochRow, slidesCnnRow, smallResnetRow } from "./training.js";

/** In the order in which they run. */
export const rows: readonly Row[] = [
  slidesCnnRow, smallResnetRow, ...conv2dRows, ...matmulRows, ...poolRows, ...elementwiseRows, ...reduceRows, batchNormRow, ...overheadRows, startUpRow, epochRow,
];
