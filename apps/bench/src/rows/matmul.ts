import type { Row } from "../workload.js";
import { operationRow } from "./operation-row.js";

const flop = (...lengths: readonly number[]) => ({ unit: "GFLOP/s", amount: 2 * lengths.reduce((product, length) => product * length) } as const);

export const matmulRows: readonly Row[] = [
  operationRow("matmul/512", "512×512 by 512×512", "matmul", [[512, 512], [512, 512]], flop(512, 512, 512)),
  operationRow("matmul/batched", "16 times 128×128 by 128×128", "matmul", [[16, 128, 128], [16, 128, 128]], flop(16, 128, 128, 128)),
  operationRow("matmul/linear", "Linear(1568, 128) on a batch of 64", "linear", [[64, 1568], [128, 1568]], flop(64, 1568, 128)),
  operationRow("matmul/linear-grad", "its weight's gradient", "linearGradWeight", [[64, 128], [64, 1568]], flop(64, 1568, 128)),
];
