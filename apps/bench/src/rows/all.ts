import { Generator } from "@convoke/core";
import type { Row } from "../workload.js";
import { conv2dRows } from "./conv2d.js";
import { randomValues } from "./random-values.js";
import { slidesCnnRow } from "./slides-cnn.js";

const matmulRow: Row = {
  id: "matmul/512",
  flop: 2 * 512 ** 3,
  workload() {
    const generator = new Generator(3);
    return { kind: "matmul", left: randomValues(generator, [512, 512]), right: randomValues(generator, [512, 512]) };
  },
};

/** In the order in which they run. */
export const rows: readonly Row[] = [...conv2dRows, matmulRow, slidesCnnRow];
