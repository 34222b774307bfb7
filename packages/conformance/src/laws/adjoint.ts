import { grad, type Tensor } from "@convoke/core";
import { mapOperands, operandsOf, type Args, type Law, type OpResult } from "../suite/spec.js";
import { outputsOf } from "../suite/apply.js";
import { cotangent, innerProduct } from "./inner-product.js";
import { magnitudeOf } from "./magnitude-of.js";

/**
 * ⟨A x, g⟩ = ⟨x, Aᵀ g⟩ for an op that is linear in operand `position`, with Aᵀ g from its gradient rule: the kernels behind an op and behind
 * its rule are one map, read from both sides. `others` drops what adds a constant.
 */
export function adjointIn(name: string, position: number, op: (...args: never[]) => OpResult, others: (args: Args) => Args = (args) => args): Law {
  return {
    name: `adjoint in ${name}`,
    check: async ({ args: given, apply, run, expectClose }) => {
      const args = others(given);
      const output = await apply(...args);
      const g = cotangent(output.shape);
      const transposed = (seed: Tensor, ...call: unknown[]): Tensor => {
        const input = tensorsOf(call)[position]!;
        input.requiresGrad = true;
        return grad(outputsOf(op(...(call as never[])))[0]!, [input], { gradOutputs: seed })[0]!;
      };
      const back = await run(transposed as (...args: never[]) => Tensor, g, ...args);
      const scale = (await magnitudeOf(apply, args)) * output.data.length;
      expectClose(`⟨A x, g⟩ and ⟨x, Aᵀ g⟩ in ${name}`, innerProduct(operandsOf(args)[position]!, back), innerProduct(output, g), scale);
    },
  };
}

/** Tensors stand where the operands of a call stood. */
function tensorsOf(call: readonly unknown[]): Tensor[] {
  const tensors: Tensor[] = [];
  mapOperands(call, (tensor) => tensors.push(tensor as unknown as Tensor));
  return tensors;
}
