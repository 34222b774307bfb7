import { type Prepared, Unsupported } from "../../subject.js";
import { type Geometry, type Operation, operations, type OperationWorkload, type Values } from "../../workload.js";
import type { Jax, JaxArray } from "./jax-api.js";

type Call = (jax: Jax, inputs: readonly JaxArray[], geometry: Geometry) => readonly JaxArray[];

export const toJax = ({ numpy }: Jax, { data, shape }: Values): JaxArray => numpy.array(data).reshape(shape);

export function conv2d({ lax }: Jax, input: JaxArray, weight: JaxArray, { stride, padding, groups }: Geometry): JaxArray {
  return lax.convGeneralDilated(input, weight, [stride, stride], [[padding, padding], [padding, padding]], { featureGroupCount: groups });
}

export function pool({ lax, numpy }: Jax, kind: "max" | "mean", input: JaxArray, { kernelSize, stride, padding }: Geometry): JaxArray {
  if (padding > 0) throw new Unsupported("no padding in pools");      // reduceWindow takes none, and a pad of zeros would win
  return lax.reduceWindow(input, numpy[kind], [kernelSize, kernelSize], [stride, stride]);
}

/** Per channel over batch, height and width, with the batch's statistics. */
export function batchNorm({ numpy }: Jax, input: JaxArray, weight: JaxArray, bias: JaxArray): JaxArray {
  const mean = (value: JaxArray): JaxArray => numpy.mean(value, [0, 2, 3], { keepdims: true });
  const centred = input.ref.sub(mean(input));
  const scale = numpy.reciprocal(numpy.sqrt(mean(centred.ref.mul(centred.ref)).add(1e-5)));
  return centred.mul(scale.mul(weight.reshape([1, -1, 1, 1]))).add(bias.reshape([1, -1, 1, 1]));
}

/** Gradients of `inputs`; what the forward pass gives is thrown away, and so not computed where it is not needed. */
function gradients(jax: Jax, body: (...inputs: JaxArray[]) => JaxArray, inputs: readonly JaxArray[], gradOutput: JaxArray): readonly JaxArray[] {
  const [output, backward] = jax.vjp(body, inputs);
  output.dispose();
  return backward(gradOutput);
}

const calls: Readonly<Record<Exclude<Operation, "addOneOften">, Call>> = {
  conv2d: (jax, [input, weight], geometry) => [conv2d(jax, input!, weight!, geometry)],
  conv2dGradInput: (jax, [input, weight, gradOutput], geometry) => gradients(jax, (x) => conv2d(jax, x!, weight!, geometry), [input!], gradOutput!),
  conv2dGradWeight: (jax, [input, weight, gradOutput], geometry) => gradients(jax, (w) => conv2d(jax, input!, w!, geometry), [weight!], gradOutput!),
  matmul: ({ numpy }, [left, right]) => [numpy.matmul(left!, right!)],
  linear: ({ numpy }, [input, weight]) => [numpy.matmul(input!, numpy.transpose(weight!))],
  linearGradWeight: ({ numpy }, [gradOutput, input]) => [numpy.matmul(numpy.transpose(gradOutput!), input!)],
  maxPool2d: (jax, [input], geometry) => [pool(jax, "max", input!, geometry)],
  avgPool2d: (jax, [input], geometry) => [pool(jax, "mean", input!, geometry)],
  maxPool2dBoth: (jax, [input, gradOutput], geometry) => gradients(jax, (x) => pool(jax, "max", x!, geometry), [input!], gradOutput!),
  avgPool2dBoth: (jax, [input, gradOutput], geometry) => gradients(jax, (x) => pool(jax, "mean", x!, geometry), [input!], gradOutput!),
  batchNormBoth: (jax, [input, weight, bias, gradOutput]) => gradients(jax, (x, w, b) => batchNorm(jax, x!, w!, b!), [input!, weight!, bias!], gradOutput!),
  add: (_, [left, right]) => [left!.add(right!)],
  relu: ({ nn }, [input]) => [nn.relu(input!)],
  half: (_, [input]) => [input!.mul(0.5)],
  exp: ({ numpy }, [input]) => [numpy.exp(input!)],
  sum: (_, [input]) => [input!.sum()],
  sumChannels: (_, [input]) => [input!.sum([0, 2, 3])],
};

/** One operation, compiled by `jit` in the first run. */
export function prepareOperation(jax: Jax, { operation, inputs, geometry }: OperationWorkload): Prepared {
  if (operation === "addOneOften") throw new Unsupported("no tape: it traces");
  const call = calls[operation];
  const operands = inputs.map((values) => toJax(jax, values));
  const compiled = jax.jit((...arrays: JaxArray[]) => call(jax, arrays, geometry));
  let outputs: readonly JaxArray[] = [];
  return {
    // It computes what somebody waits for, and drops the rest: so each call is waited for.
    async run(calls) {
      for (let i = 0; i < calls; i++) {
        jax.tree.dispose(outputs);
        outputs = compiled(...operands.map((operand) => operand.ref));
        await jax.blockUntilReady(outputs);
      }
    },
    async results() {
      const values = await Promise.all(outputs.map((output) => output.ref.data()));
      return Object.fromEntries(operations[operation].outputs.map((name, i) => [name, values[i]!]));
    },
    dispose() {
      jax.tree.dispose([...outputs, ...operands]);
      compiled.dispose();
    },
  };
}
