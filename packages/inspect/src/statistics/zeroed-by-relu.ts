import { eq, type Layer, noGrad, sum, type Tensor, tidy } from "@convoke/core";
import { runModel } from "../trace/run-model.js";

export interface ZeroedShare {
  /** The layer that applied the ReLU, named as in `summary`; "" for the model's own forward. */
  readonly layer: string;
  /** Values that are 0 behind it. */
  readonly zeroed: number;
  readonly size: number;
  /** zeroed / size */
  readonly share: number;
}

/**
 * How much each ReLU (and ReLU6) closes the gate, in the order in which they run, functions and fused ones included.
 *
 * **Shapes**: input as the model takes it.
 *
 * @example
 * for (const { layer, share } of await zeroedByReLU(model, images)) console.log(layer, share);
 */
export async function zeroedByReLU(model: Layer, input: Tensor): Promise<ZeroedShare[]> {
  const seen = tidy(() => noGrad(() => {
    const gates: { layer: string; size: number; zeros: Tensor }[] = [];
    runModel("zeroedByReLU", model, input, {
      op: ({ name, output }, call) => {
        if (name === "relu" || name === "relu6") gates.push({ layer: call.name, size: output.size, zeros: sum(eq(output, 0)) });
      },
    });
    return gates;
  }));
  try {
    return await Promise.all(seen.map(async ({ layer, size, zeros }) => {
      const zeroed = await zeros.item();
      return { layer, zeroed, size, share: zeroed / size };
    }));
  } finally {
    for (const { zeros } of seen) zeros.dispose("zeroedByReLU");
  }
}
