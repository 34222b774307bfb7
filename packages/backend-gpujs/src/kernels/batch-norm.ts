/** The elementwise kernels of batch norm on [batch, channels, spatial]; sums over a channel are reductions in between. */
import { memoized, type Program } from "../program.js";

const channel = "const plane = idiv(this.thread.x, $spatial); const batch = idiv(plane, $channels); const c = plane - batch * $channels;";
const dims = ["channels", "spatial"];

/** (x − mean)² */
export const squaredDistanceProgram: Program = {
  name: "squaredDistance", inputs: ["x", "mean"], dims,
  body: () => `${channel}\nconst d = x[this.thread.x] - mean[c]; return d * d;`,
};

/** (x − mean) / √(variance + eps) · weight + bias */
export function batchNormApplyProgram(weighted: boolean, biased: boolean): Program {
  return memoized(`batchNormApply ${weighted ? "weight" : ""} ${biased ? "bias" : ""}`, () => ({
    inputs: ["x", "mean", "variance", ...(weighted ? ["weight"] : []), ...(biased ? ["bias"] : [])], dims, numbers: ["eps"],
    body: () => `${channel}
let y = (x[this.thread.x] - mean[c]) / Math.sqrt(variance[c] + eps);
${weighted ? "y = y * weight[c];" : ""} ${biased ? "y = y + bias[c];" : ""} return y;`,
  }));
}

/** gradOutput · (x − mean) / √(variance + eps) */
export const timesNormalProgram: Program = {
  name: "timesNormal", inputs: ["grad", "x", "mean", "variance"], dims, numbers: ["eps"],
  body: () => `${channel}\nreturn grad[this.thread.x] * ((x[this.thread.x] - mean[c]) / Math.sqrt(variance[c] + eps));`,
};

/** weight / √(variance + eps) · (gradOutput − gradBias / count − normal · gradWeight / count) */
export function batchNormGradProgram(weighted: boolean): Program {
  return memoized(`batchNormGrad ${weighted ? "weight" : ""}`, () => ({
    inputs: ["grad", "x", "mean", "variance", "gradWeight", "gradBias", ...(weighted ? ["weight"] : [])], dims, numbers: ["eps", "count"],
    body: () => `${channel}
const deviation = Math.sqrt(variance[c] + eps); const normal = (x[this.thread.x] - mean[c]) / deviation;
let y = (grad[this.thread.x] - gradBias[c] / count - normal * (gradWeight[c] / count)) / deviation;
${weighted ? "y = y * weight[c];" : ""} return y;`,
  }));
}
