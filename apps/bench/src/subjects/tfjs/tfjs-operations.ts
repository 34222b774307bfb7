import { type Prepared, repeated, Unsupported } from "../../subject.js";
import { type Geometry, type Operation, operations, type OperationWorkload } from "../../workload.js";
import type { Tfjs, TfTensor } from "./tfjs-api.js";
import { depthwise, nchw, nhwc, oihw, toTf } from "./tfjs-layout.js";

type Call = (tf: Tfjs, inputs: readonly TfTensor[], geometry: Geometry) => TfTensor | readonly TfTensor[];

const pair = (value: number): [number, number] => [value, value];
const isDepthwise = ({ groups }: Geometry): boolean => groups > 1;

// The public functions give a gradient only together with the forward pass, so the kernels of the gradients are called by name.
function gradient(tf: Tfjs, of: "Input" | "Filter", inputs: Readonly<Record<string, TfTensor>>, shape: object, geometry: Geometry): TfTensor {
  const { stride, padding } = geometry;
  const pad = [[0, 0], pair(padding), pair(padding), [0, 0]];     // the name of an explicit padding in attributes
  const attributes = { strides: pair(stride), pad: padding === 0 ? "valid" : pad, dataFormat: "NHWC", dilations: pair(1), dimRoundingMode: "floor", ...shape };
  return tf.engine().runKernel(`${isDepthwise(geometry) ? "DepthwiseConv2dNative" : "Conv2D"}Backprop${of}`, inputs, attributes);
}

const pool = (name: "maxPool" | "avgPool") => (tf: Tfjs, input: TfTensor, { kernelSize, stride, padding }: Geometry): TfTensor =>
  tf[name](input, pair(kernelSize), pair(stride), padding, "floor");
const [maxPool, avgPool] = [pool("maxPool"), pool("avgPool")];

const calls: Readonly<Record<Exclude<Operation, "addOneOften">, Call>> = {
  conv2d: (tf, [input, weight], geometry) => {
    const call = isDepthwise(geometry) ? tf.depthwiseConv2d : tf.conv2d;
    return call(input!, weight!, pair(geometry.stride), geometry.padding, "NHWC", pair(1), "floor");
  },
  conv2dGradInput: (tf, [input, filter, dy], geometry) => gradient(tf, "Input", { dy: dy!, filter: filter! }, { inputShape: input!.shape }, geometry),
  conv2dGradWeight: (tf, [x, filter, dy], geometry) => gradient(tf, "Filter", { x: x!, dy: dy! }, { filterShape: filter!.shape }, geometry),
  matmul: (tf, [left, right]) => tf.matMul(left!, right!),
  linear: (tf, [input, weight]) => tf.matMul(input!, weight!, false, true),
  linearGradWeight: (tf, [gradOutput, input]) => tf.matMul(gradOutput!, input!, true, false),
  maxPool2d: (tf, [input], geometry) => maxPool(tf, input!, geometry),
  avgPool2d: (tf, [input], geometry) => avgPool(tf, input!, geometry),
  maxPool2dBoth: (tf, [input, gradOutput], geometry) => tf.grads((x) => maxPool(tf, x!, geometry))([input!], gradOutput!),
  avgPool2dBoth: (tf, [input, gradOutput], geometry) => tf.grads((x) => avgPool(tf, x!, geometry))([input!], gradOutput!),
  batchNormBoth: (tf, [input, weight, bias, gradOutput]) =>
    tf.grads((x, scale, offset) => batchNorm(tf, x!, scale!, offset!))([input!, weight!, bias!], gradOutput!),
  add: (tf, [left, right]) => tf.add(left!, right!),
  relu: (tf, [input]) => tf.relu(input!),
  half: (tf, [input]) => tf.mul(input!, 0.5),
  exp: (tf, [input]) => tf.exp(input!),
  sum: (tf, [input]) => tf.sum(input!),
  sumChannels: (tf, [input]) => tf.sum(input!, [0, 1, 2]),
};

/** In training, as its layer does it. */
export function batchNorm(tf: Tfjs, input: TfTensor, scale: TfTensor, offset: TfTensor): TfTensor {
  const { mean, variance } = tf.moments(input, [0, 1, 2]);
  return tf.batchNorm(input, mean, variance, offset, scale, 1e-5);
}

/** One operation in TensorFlow.js's own layouts (NHWC, HWIO); translating them is not timed. */
export function prepareOperation(tf: Tfjs, { operation, inputs, geometry }: OperationWorkload): Prepared {
  if (operation === "addOneOften") throw new Unsupported("no tape outside of a gradient");
  const call = calls[operation];
  const isConvolution = operation.startsWith("conv2d");
  const filter = isDepthwise(geometry) ? depthwise : oihw;
  const operands = inputs.map((values, i) => tf.tidy(() => {
    const tensor = toTf(tf, values);
    if (values.shape.length !== 4) return tensor;
    return tf.transpose(tensor, isConvolution && i === 1 ? filter.toTf : nhwc);
  }));
  const back = (output: TfTensor): TfTensor => {
    if (output.shape.length !== 4) return output;
    return tf.transpose(output, operation === "conv2dGradWeight" ? filter.fromTf : nchw);
  };
  let outputs: readonly TfTensor[] = [];
  return {
    run: repeated(() => {
      for (const output of outputs) output.dispose();
      outputs = tf.tidy(() => [call(tf, operands, geometry)].flat());
    }),
    async results() {
      const values = await Promise.all(outputs.map((output) => back(output).data()));
      return Object.fromEntries(operations[operation].outputs.map((name, i) => [name, values[i]!]));
    },
    dispose() {
      for (const tensor of [...outputs, ...operands]) tensor.dispose();
    },
  };
}
