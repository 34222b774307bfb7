/** The updates of SGD and Adam, a kernel for each tensor that changes, in PyTorch's order of operations. Decay 0 leaves no trace, not even of NaN. */
import type { Program } from "../program.js";

const slope = "let d = g[this.thread.x]; if (weightDecay !== 0) { d = d + weightDecay * p[this.thread.x]; }";

/** θ − lr · (g + weightDecay · θ) */
export const sgdPlainProgram: Program = {
  name: "sgdPlain", inputs: ["p", "g"], dims: [], numbers: ["lr", "weightDecay"],
  body: () => `${slope} return p[this.thread.x] - lr * d;`,
};

/** g + weightDecay · θ: the momentum buffer after the first step. */
export const sgdFirstBufferProgram: Program = {
  name: "sgdFirstBuffer", inputs: ["p", "g"], dims: [], numbers: ["weightDecay"],
  body: () => `${slope} return d;`,
};

/** momentum · b + share · (g + weightDecay · θ) */
export const sgdBufferProgram: Program = {
  name: "sgdBuffer", inputs: ["p", "g", "b"], dims: [], numbers: ["weightDecay", "momentum", "share"],
  body: () => `${slope} return momentum * b[this.thread.x] + share * d;`,
};

/** θ − lr · b */
export const sgdMomentumProgram: Program = {
  name: "sgdMomentum", inputs: ["p", "b"], dims: [], numbers: ["lr"],
  body: () => "return p[this.thread.x] - lr * b[this.thread.x];",
};

/** θ − lr · (g + weightDecay · θ + momentum · b) */
export const sgdNesterovProgram: Program = {
  name: "sgdNesterov", inputs: ["p", "g", "b"], dims: [], numbers: ["lr", "weightDecay", "momentum"],
  body: () => `${slope} return p[this.thread.x] - lr * (d + momentum * b[this.thread.x]);`,
};

/** beta · m + share · (g + weightDecay · θ) */
export const adamMeanProgram: Program = {
  name: "adamMean", inputs: ["p", "g", "m"], dims: [], numbers: ["weightDecay", "beta", "share"],
  body: () => `${slope} return beta * m[this.thread.x] + share * d;`,
};

/** beta · v + share · (g + weightDecay · θ)² */
export const adamSquareProgram: Program = {
  name: "adamSquare", inputs: ["p", "g", "v"], dims: [], numbers: ["weightDecay", "beta", "share"],
  body: () => `${slope} return beta * v[this.thread.x] + share * d * d;`,
};

/** keep · θ − rate · m / (√v / root + eps) */
export const adamProgram: Program = {
  name: "adam", inputs: ["p", "m", "v"], dims: [], numbers: ["keep", "rate", "root", "eps"],
  body: () => "return keep * p[this.thread.x] - rate * m[this.thread.x] / (Math.sqrt(v[this.thread.x]) / root + eps);",
};
