import { additions, type Row } from "../workload.js";
import { gigabytes, operationRow, pointwise } from "./operation-row.js";

const planes = [8, 64, 56, 56];        // the first stage of a ResNet: 6.4 MB
const stem = [8, 64, 112, 112];
const halved = [8, 64, 28, 28];
const where = "8×64×56×56";

const by2 = { ...pointwise, kernelSize: 2, stride: 2 };
const by3 = { ...pointwise, kernelSize: 3, stride: 2, padding: 1 };

export const poolRows: readonly Row[] = [
  operationRow("pool/max-2x2", `2×2, ${where}`, "maxPool2d", [planes], gigabytes(planes, halved), by2),
  operationRow("pool/max-3x3", "3×3, stride 2, padding 1, 8×64×112×112", "maxPool2d", [stem], gigabytes(stem, planes), by3),
  operationRow("pool/avg-2x2", `2×2, ${where}`, "avgPool2d", [planes], gigabytes(planes, halved), by2),
  operationRow("pool/max-2x2-both", `2×2, ${where}, forward and backward`, "maxPool2dBoth", [planes, halved], gigabytes(planes, halved, halved, planes), by2),
  operationRow("pool/avg-2x2-both", `2×2, ${where}, forward and backward`, "avgPool2dBoth", [planes, halved], gigabytes(planes, halved, halved, planes), by2),
];

export const elementwiseRows: readonly Row[] = [
  operationRow("elementwise/add", `two tensors ${where}`, "add", [planes, planes], gigabytes(planes, planes, planes)),
  operationRow("elementwise/relu", where, "relu", [planes], gigabytes(planes, planes)),
  operationRow("elementwise/scale", `${where} times 0.5`, "half", [planes], gigabytes(planes, planes)),
  operationRow("elementwise/exp", where, "exp", [planes], gigabytes(planes, planes)),
];

export const reduceRows: readonly Row[] = [
  operationRow("reduce/sum", `all of ${where}`, "sum", [planes], gigabytes(planes)),
  operationRow("reduce/channels", `${where}, a sum for each channel`, "sumChannels", [planes], gigabytes(planes)),
];

const channels = [64];

/** Forward reads the input and writes the output, backward reads both gradient and input and writes a gradient: five passes at least. */
export const batchNormRow: Row = operationRow(
  "batch-norm/both", `in training, ${where}, forward and backward`,
  "batchNormBoth", [planes, channels, channels, planes], gigabytes(planes, planes, planes, planes, planes),
);

export const startUpRow: Row = {
  id: "start-up/worker-threads", about: "a fresh process, from the import of the backend to its first result", work: { unit: "calls/s", amount: 1 }, workload: () => ({ kind: "startUp" }),
};

export const overheadRows: readonly Row[] = [
  operationRow("overhead/one-element", `${additions} additions to one element, on the tape: ms are µs an op`, "addOneOften", [[1]], { unit: "calls/s", amount: additions }),
  { ...operationRow("overhead/one-call", `relu of ${where}, with a wait after each call`, "relu", [planes], { unit: "calls/s", amount: 1 }), mostCalls: 1 },
];
