import { expect, test } from "vitest";
import { snakeCase } from "./fields.js";

test.each([
  ["convLayers", "conv_layers"],
  ["runningMean", "running_mean"],
  ["numBatchesTracked", "num_batches_tracked"],
  ["conv2dStem", "conv2d_stem"],
  ["layer1Bn", "layer1_bn"],
  ["fc1", "fc1"],
  ["0", "0"],
  ["conv_layers", "conv_layers"],
  ["conv_1A", "conv_1A"],
  ["AuxLogits", "AuxLogits"],
  ["_hidden", "_hidden"],
])("%s is %s in a key", (name, key) => {
  expect(snakeCase(name)).toBe(key);
});
