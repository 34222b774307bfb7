import type { OpSpec } from "../suite/spec.js";
import { activationSpecs } from "./activations.js";
import { arithmeticSpecs } from "./arithmetic.js";
import { batchNormSpec } from "./batch-norm.js";
import { catSpecs } from "./cat.js";
import { clampSpec } from "./clamp.js";
import { comparisonSpecs } from "./comparison.js";
import { conv2dGradientSpecs } from "./conv2d-gradients.js";
import { conv2dSpec } from "./conv2d.js";
import { copySpecs } from "./copies.js";
import { creationSpecs } from "./creation.js";
import { crossEntropySpecs } from "./cross-entropy.js";
import { dropoutSpec } from "./dropout.js";
import { elementwiseLossSpecs } from "./elementwise-loss.js";
import { extremumSpecs } from "./extremum.js";
import { matmulSpecs } from "./matmul.js";
import { oneHotSpec } from "./one-hot.js";
import { permuteSpecs } from "./permute.js";
import { pool2dSpecs } from "./pool2d.js";
import { randomSpecs } from "./random.js";
import { reductionSpecs } from "./reduction.js";
import { reshapeSpecs } from "./reshape.js";
import { roundingSpecs } from "./rounding.js";
import { sequenceSpecs } from "./sequence.js";
import { sliceSpecs } from "./slice.js";
import { softmaxSpecs } from "./softmax.js";
import { tensorSpec } from "./tensor.js";
import { unarySpecs } from "./unary.js";
import { varianceSpecs } from "./variance.js";
import { whereSpec } from "./where.js";

/** One spec for each public op of core; a test compares this list with core's exports. */
export const specs: readonly OpSpec[] = [
  tensorSpec, ...creationSpecs, ...sequenceSpecs, ...randomSpecs, oneHotSpec,
  ...unarySpecs, ...activationSpecs, ...roundingSpecs, clampSpec, ...copySpecs,
  ...arithmeticSpecs, ...comparisonSpecs, whereSpec,
  ...reductionSpecs, ...extremumSpecs, ...varianceSpecs, ...softmaxSpecs,
  ...reshapeSpecs, ...permuteSpecs, ...sliceSpecs, ...catSpecs,
  ...matmulSpecs, conv2dSpec, ...conv2dGradientSpecs, ...pool2dSpecs,
  batchNormSpec, dropoutSpec, ...crossEntropySpecs, ...elementwiseLossSpecs,
];
