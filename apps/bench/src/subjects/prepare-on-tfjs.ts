import type { Prepared } from "../subject.js";
import type { Conv2dWorkload, MatmulWorkload, Values, Workload } from "../workload.js";
import { prepareTfjsTraining } from "./prepare-tfjs-training.js";
import { nchw, nhwc, oihw, toTf } from "./tfjs-layout.js";
import type { Tfjs, TfTensor } from "./tfjs-api.js";

/** Any workload on TensorFlow.js, in its own layouts (NHWC, HWIO); translating them is not timed. */
export function prepareOnTfjs(tf: Tfjs, workload: Workload): Prepared {
  if (workload.kind === "trainingStep") return prepareTfjsTraining(tf, workload);
  return workload.kind === "matmul" ? prepareMatmul(tf, workload) : prepareConv2d(tf, workload);
}

function prepareMatmul(tf: Tfjs, { left, right }: MatmulWorkload): Prepared {
  const [a, b] = [toTf(tf, left), toTf(tf, right)];
  return prepared(() => tf.matMul(a, b), (output) => output.data(), [a, b]);
}

function prepareConv2d(tf: Tfjs, { kind, ...data }: Conv2dWorkload): Prepared {
  const load = (values: Values, order: readonly number[]): TfTensor => tf.tidy(() => tf.transpose(toTf(tf, values), order));
  const x = load(data.input, nhwc);
  const filter = load(data.weight, oihw.toTf);
  const dy = load(data.gradOutput, nhwc);
  const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dimRoundingMode: null };
  // The public conv2d gives a gradient only together with the forward pass, so its kernels are called by name.
  const kernel = (name: string, inputs: Record<string, TfTensor>, shape: object) => (): TfTensor =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...shape });
  const run = {
    conv2d: () => tf.conv2d(x, filter, 1, "same"),
    conv2dGradInput: kernel("Conv2DBackpropInput", { dy, filter }, { inputShape: x.shape }),
    conv2dGradWeight: kernel("Conv2DBackpropFilter", { x, dy }, { filterShape: filter.shape }),
  }[kind];
  const order = kind === "conv2dGradWeight" ? oihw.fromTf : nchw;
  return prepared(run, (output) => tf.transpose(output, order).data(), [x, filter, dy]);
}

function prepared(op: () => TfTensor, read: (output: TfTensor) => Promise<Float32Array>, inputs: readonly TfTensor[]): Prepared {
  let output: TfTensor | null = null;
  return {
    run() {
      output?.dispose();
      output = op();   // tfjs cpu computes at once
    },
    results: async () => ({ output: await read(output!) }),
    dispose() {
      for (const tensor of [output, ...inputs]) tensor?.dispose();
    },
  };
}
