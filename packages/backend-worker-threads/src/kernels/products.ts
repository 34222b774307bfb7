import type { DerivedKernels, Epilogue, RequiredKernels, View } from "@convoke/core/backend";
import {
  conv2d, conv2dGradInput, conv2dGradInputWorkspace, conv2dGradWeight, conv2dGradWeightWorkspace, conv2dWorkspace, matmul, matmulWorkspace,
  type EpiloguePointers, type Matrices, type MatmulSizes,
} from "@convoke/wasm-kernels";
import type { Device } from "../memory/device.js";
import type { SharedStorage } from "../memory/storage.js";

type Products = Pick<RequiredKernels<SharedStorage>, "matmul"> & Pick<DerivedKernels<SharedStorage>, "linear" | "conv2d" | "conv2dGradInput" | "conv2dGradWeight">;

/** Sums of products. */
export function productKernels(device: Device): Products {
  const pointerOf = (storage: SharedStorage): number => device.live(storage).pointer;
  const epilogueOf = ({ bias, residual, activation }: Epilogue<SharedStorage> = {}): EpiloguePointers =>
    ({ bias: bias && pointerOf(bias), residual: residual && pointerOf(residual), activation });
  const matricesOf = ({ storage, layout }: View<SharedStorage>, strides: Matrices["strides"]): Matrices => ({ pointer: pointerOf(storage) + 4 * layout.offset, strides });
  const product = (left: Matrices, right: Matrices, sizes: MatmulSizes, epilogue?: EpiloguePointers): SharedStorage => {
    const output = device.allocate("float32", sizes.batch * sizes.rows * sizes.columns);
    device.runWith(matmulWorkspace(left, sizes), (workspace) => matmul(left, right, output.pointer, workspace, sizes, epilogue));
    return output;
  };

  return {
    matmul(a, b) {
      const [batch, rows, depth] = a.layout.shape as [number, number, number], columns = b.layout.shape[2]!;
      const stridesOf = ({ layout }: View): Matrices["strides"] => [layout.strides[0]!, layout.strides[1]!, layout.strides[2]!];
      return product(matricesOf(a, stridesOf(a)), matricesOf(b, stridesOf(b)), { batch, rows, columns, depth });
    },
    linear(input, weight, epilogue) {
      const [rows, depth] = input.layout.shape as [number, number], columns = weight.layout.shape[0]!;
      const [row, column] = input.layout.strides as [number, number], [unit, feature] = weight.layout.strides as [number, number];
      return product(matricesOf(input, [0, row, column]), matricesOf(weight, [0, feature, unit]), { batch: 1, rows, columns, depth }, epilogueOf(epilogue));
    },
    conv2d(input, weight, g, epilogue) {
      const output = device.allocate("float32", g.batch * g.outChannels * g.outHeight * g.outWidth);
      const pointers = [pointerOf(input), pointerOf(weight), output.pointer] as const, behind = epilogueOf(epilogue);
      device.runWith(conv2dWorkspace(g), (workspace) => conv2d(...pointers, workspace, g, behind));
      return output;
    },
    conv2dGradInput(gradOutput, weight, g, epilogue) {
      const output = device.allocate("float32", g.batch * g.inChannels * g.inHeight * g.inWidth);
      const pointers = [pointerOf(gradOutput), pointerOf(weight), output.pointer] as const, behind = epilogueOf(epilogue);
      device.runWith(conv2dGradInputWorkspace(g), (workspace) => conv2dGradInput(...pointers, workspace, g, behind));
      return output;
    },
    conv2dGradWeight(gradOutput, input, g) {
      const output = device.allocate("float32", g.outChannels * (g.inChannels / g.groups) * g.kernelHeight * g.kernelWidth);
      const pointers = [pointerOf(gradOutput), pointerOf(input), output.pointer] as const;
      device.runWith(conv2dGradWeightWorkspace(g), (workspace) => conv2dGradWeight(...pointers, workspace, g));
      return output;
    },
  };
}
