import { permuteLayout, type DerivedKernels, type Epilogue, type Layout, type RequiredKernels, type View } from "@convoke/core/backend";
import type { Device } from "./device.js";
import { wrapSource } from "./kernels/copy.js";
import { epilogueParts } from "./kernels/epilogue.js";
import { matmulDims, matmulProgram } from "./kernels/matmul.js";
import type { GpuStorage } from "./storage.js";

/** Matrix products; linear is one batch of them with the weight transposed. */
export function products(device: Device): Pick<RequiredKernels<GpuStorage> & DerivedKernels<GpuStorage>, "matmul" | "linear"> {
  const product = (x: View<GpuStorage>, w: View<GpuStorage>, epilogue?: Epilogue<GpuStorage>): GpuStorage => {
    const { parts, storages } = epilogueParts(epilogue);
    const { dtype } = x.storage;
    const size = x.layout.shape[0]! * x.layout.shape[1]! * w.layout.shape[2]!;
    return device.run(matmulProgram(parts, wrapSource(dtype)), dtype, size, [x.storage, w.storage, ...storages], matmulDims(x.layout, w.layout));
  };
  const batched = ({ storage, layout }: View<GpuStorage>): View<GpuStorage> => ({ storage, layout: oneBatch(layout) });
  return {
    matmul: (a, b) => product(a, b),
    linear: (input, weight, epilogue) => product(batched(input), batched({ storage: weight.storage, layout: permuteLayout(weight.layout, [1, 0]) }), epilogue),
  };
}

function oneBatch({ shape, strides, offset }: Layout): Layout {
  return { shape: [1, ...shape], strides: [0, ...strides], offset };
}
