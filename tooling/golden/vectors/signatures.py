"""Positional parameters of the public ops, in order; any other attribute or input is a field of the options object.

"...ranges" is spread; "tensors" is a list of inputs named tensors.0, tensors.1, …
"""

UNARY = (
    "neg abs sign exp expm1 log log1p sqrt rsqrt reciprocal square tanh sigmoid relu floor ceil round erf gelu "
    "isNaN isFinite logicalNot clamp zerosLike onesLike rot180"
).split()
BINARY = (
    "add sub mul div pow maximum minimum eq ne lt le gt ge logicalAnd logicalOr logicalXor matmul"
).split()
REDUCE = "sum mean max min prod any all var std logSumExp".split()

PARAMETERS: dict[str, list[str]] = {
    "tensor": ["values"],
    "zeros": ["shape"],
    "ones": ["shape"],
    "full": ["shape", "value"],
    "arange": ["start", "end", "step"],
    "linspace": ["start", "end", "steps"],
    "eye": ["n", "m"],
    "oneHot": ["indices", "numClasses"],
    **{op: ["x"] for op in UNARY},
    "leakyRelu": ["x", "negativeSlope"],
    "cast": ["x", "dtype"],
    "dropout": ["x"],
    **{op: ["a", "b"] for op in BINARY},
    "where": ["condition", "a", "b"],
    **{op: ["x", "axes"] for op in REDUCE},
    **{op: ["x", "axis"] for op in ("argmax", "argmin", "softmax", "logSoftmax", "squeeze", "unsqueeze")},
    "reshape": ["x", "shape"],
    "expand": ["x", "shape"],
    "flatten": ["x", "startAxis", "endAxis"],
    "permute": ["x", "axes"],
    "flip": ["x", "axes"],
    "transpose": ["x", "axis0", "axis1"],
    "slice": ["x", "...ranges"],
    "cat": ["tensors", "axis"],
    "stack": ["tensors", "axis"],
    "split": ["x", "sizeOrSizes", "axis"],
    "pad": ["x", "padding"],
    "linear": ["input", "weight", "bias"],
    "conv2d": ["input", "weight", "bias"],
    "convolve2d": ["input", "weight", "bias"],
    "conv2dGradInput": ["gradOutput", "weight", "inputShape"],
    "conv2dGradWeight": ["gradOutput", "input", "weightShape"],
    "maxPool2d": ["input", "kernelSize"],
    "avgPool2d": ["input", "kernelSize"],
    "crossEntropy": ["input", "target"],
    "nllLoss": ["logProbabilities", "target"],
    "mseLoss": ["input", "target"],
    "bceWithLogits": ["input", "target"],
    "batchNorm": ["input", "runningMean", "runningVar", "weight", "bias"],
}
