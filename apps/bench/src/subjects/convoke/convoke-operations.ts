import {
  add, avgPool2d, type Backend, batchNorm, conv2d, conv2dGradInput, conv2dGradWeight, exp, grad, linear, matmul, maxPool2d, mul, relu, sum,
  type Tensor, tensor, tidy, transpose,
} from "@convoke/core";
import { type Prepared, repeated } from "../../subject.js";
import { additions, type Geometry, type Operation, operations, type OperationWorkload } from "../../workload.js";

type Outputs = Tensor | readonly Tensor[];

/** Each operation as a user would write it. */
const calls: Readonly<Record<Operation, (inputs: readonly Tensor[], geometry: Geometry) => Outputs>> = {
  conv2d: ([input, weight], { stride, padding, groups }) => conv2d(input!, weight!, null, { stride, padding, groups }),
  conv2dGradInput: ([input, weight, gradOutput], { stride, padding, groups }) => conv2dGradInput(gradOutput!, weight!, input!.shape, { stride, padding, groups }),
  conv2dGradWeight: ([input, weight, gradOutput], { stride, padding, groups }) => conv2dGradWeight(gradOutput!, input!, weight!.shape, { stride, padding, groups }),
  matmul: ([left, right]) => matmul(left!, right!),
  linear: ([input, weight]) => linear(input!, weight!),
  linearGradWeight: ([gradOutput, input]) => matmul(transpose(gradOutput!, 0, 1), input!),
  maxPool2d: ([input], { kernelSize, stride, padding }) => maxPool2d(input!, kernelSize, { stride, padding }),
  avgPool2d: ([input], { kernelSize, stride, padding }) => avgPool2d(input!, kernelSize, { stride, padding }),
  maxPool2dBoth: ([input, gradOutputs], { kernelSize, stride, padding }) =>
    grad(maxPool2d(input!, kernelSize, { stride, padding }), [input!], { gradOutputs: gradOutputs! }),
  avgPool2dBoth: ([input, gradOutputs], { kernelSize, stride, padding }) =>
    grad(avgPool2d(input!, kernelSize, { stride, padding }), [input!], { gradOutputs: gradOutputs! }),
  batchNormBoth: ([input, weight, bias, gradOutputs]) =>
    grad(batchNorm(input!, null, null, weight!, bias!, { training: true }), [input!, weight!, bias!], { gradOutputs: gradOutputs! }),
  add: ([left, right]) => add(left!, right!),
  relu: ([input]) => relu(input!),
  half: ([input]) => mul(input!, 0.5),
  exp: ([input]) => exp(input!),
  sum: ([input]) => sum(input!),
  sumChannels: ([input]) => sum(input!, [0, 2, 3]),
  addOneOften([input]) {
    let value = input!;
    for (let i = 0; i < additions; i++) value = add(value, 1);
    return value;
  },
};

const onTape: ReadonlySet<Operation> = new Set(["maxPool2dBoth", "avgPool2dBoth", "batchNormBoth", "addOneOften"]);

export function prepareOperation(backend: Backend, { operation, inputs, geometry }: OperationWorkload): Prepared {
  const requiresGrad = onTape.has(operation);
  const operands = inputs.map(({ data, shape }) => tensor(data, { shape, requiresGrad }));
  let outputs: readonly Tensor[] = [];
  const release = (tensors: readonly Tensor[]): void => {
    for (const each of tensors) each.dispose();
  };
  return {
    run: repeated(() => {
      release(outputs);
      outputs = tidy(() => [calls[operation](operands, geometry)].flat());
    }, () => backend.flush()),
    async results() {
      const values = await Promise.all(outputs.map((output) => output.data()));
      return Object.fromEntries(operations[operation].outputs.map((name, i) => [name, values[i] as Float32Array]));
    },
    dispose: () => release([...outputs, ...operands]),
  };
}
