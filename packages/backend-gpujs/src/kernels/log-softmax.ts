/**
 * The kernels of logSoftmax and crossEntropy on [outer, classes, inner]; `most` and `logSum` [outer, inner] are the maximum of the classes, and
 * ln Σ e^(input − most): no exponential overflows.
 */
import { memoized, type Program } from "../program.js";

const element = "const line = idiv(this.thread.x, $inner); const i = this.thread.x - line * $inner; const o = idiv(line, $classes); const c = line - o * $classes; const place = o * $inner + i;";
const firstClass = "const o = idiv(this.thread.x, $inner); const at = o * $classes * $inner + this.thread.x - o * $inner;";
const dims = ["classes", "inner"];

export const logSumProgram: Program = {
  name: "logSum", inputs: ["x", "most"], dims,
  body: () => `${firstClass}
let sum = 0; const top = most[this.thread.x];
for (let k = 0; k < $classes; k++) { sum = sum + exponential(x[at + k * $inner] - top); }
return logarithm(sum);`,
};

export const logSoftmaxProgram: Program = {
  name: "logSoftmax", inputs: ["x", "most", "logSum"], dims,
  body: () => `${element}\nreturn (x[this.thread.x] - most[place]) - logSum[place];`,
};

/** gradOutput − e^output · sum, where `sum` [outer, inner] is Σ gradOutput over the classes. */
export const logSoftmaxGradProgram: Program = {
  name: "logSoftmaxGrad", inputs: ["grad", "y", "sum"], dims,
  body: () => `${element}\nreturn grad[this.thread.x] - exponential(y[this.thread.x]) * sum[place];`,
};

interface Variant {
  readonly weighted: boolean;
  readonly smooth: boolean;
}

const tagOf = ({ weighted, smooth }: Variant): string => `${weighted ? "weighted " : ""}${smooth ? "smooth" : ""}`;
const numbers = ["ignored", "hit", "miss"];
/** How much class `k` counts: hit · weight where it is the target, else miss · weight. */
const massOf = ({ weighted }: Variant, k: string): string => `let mass = miss; if (wanted === ${k}) { mass = hit; } ${weighted ? `mass = mass * weight[${k}];` : ""}`;

/** −Σ mass · logSoftmax; without smoothing only the target counts, and no class is asked for more. */
export function crossEntropyProgram(variant: Variant): Program {
  return memoized(`crossEntropy ${tagOf(variant)}`, () => ({
    inputs: ["x", "target", "most", "logSum", ...(variant.weighted ? ["weight"] : [])], dims, numbers,
    body: () => `${firstClass}
const wanted = target[this.thread.x]; const level = most[this.thread.x]; const rest = logSum[this.thread.x];
let y = 0;
if (wanted !== ignored) {
  for (let k = 0; k < $classes; k++) {
    ${massOf(variant, "k")}
    ${variant.smooth ? "" : "if (wanted === k) {"} y = y - mass * ((x[at + k * $inner] - level) - rest); ${variant.smooth ? "" : "}"}
  }
}
return y;`,
  }));
}

/** gradOutput · (softmax · Σ mass − mass) */
export function crossEntropyGradProgram(variant: Variant): Program {
  return memoized(`crossEntropyGrad ${tagOf(variant)}`, () => ({
    inputs: ["grad", "x", "target", "most", "logSum", ...(variant.weighted ? ["weight"] : [])], dims, numbers,
    body: () => `${element}
const wanted = target[place]; let total = 0; let own = 0; let y = 0;
for (let k = 0; k < $classes; k++) { ${massOf(variant, "k")} total = total + mass; if (k === c) { own = mass; } }
if (wanted !== ignored) { y = grad[place] * (exponential((x[this.thread.x] - most[place]) - logSum[place]) * total - own); }
return y;`,
  }));
}
