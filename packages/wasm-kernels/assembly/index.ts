/** Every kernel: (block, begin, end, scratch). The block holds pointers and geometry, [begin, end) is the part of the work to do. */
export { packLeft } from "./gemm/pack-left";
export { matmul } from "./gemm/matmul";
export { convolve } from "./conv/convolve";
export { convolveDepthwise } from "./conv/convolve-depthwise";
export { convolveGradWeight } from "./conv/convolve-grad-weight";
export { unary, unaryBytes, unaryWords } from "./elementwise/unary";
export { binary, binaryBytes, binaryWords } from "./elementwise/binary";
export { where, whereBytes } from "./elementwise/where";
export { copyBytes, copyWords, fillBytes, fillWords, updateSliceBytes, updateSliceWords } from "./elementwise/move";
export { argmax, argmaxBytes, argmaxWords } from "./reduce/argmax";
export { reduce } from "./reduce/reduce";
export { reduceBytes, reduceWords } from "./reduce/reduce-integers";
export { avgPool } from "./pool/avg-pool";
export { avgPoolGrad } from "./pool/avg-pool-grad";
export { maxPool } from "./pool/max-pool";
export { maxPoolGrad } from "./pool/max-pool-grad";
export { maxPoolTake } from "./pool/max-pool-take";
export { uniform } from "./random/uniform";
