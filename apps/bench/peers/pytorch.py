"""PyTorch as a subject of the benchmark: reads one JSON request a line, answers each with one line.

{"do": "hello", "threads": n}       -> {"version": "...", "settings": "..."}
{"do": "prepare", "workload": {}}   -> {}
{"do": "run", "calls": n}           -> {"ms": 1.5}, of all
{"do": "results"}                   -> {"results": {"output": base64 of float32}}
{"do": "release"}                   -> {}

Any answer may be {"error": "..."} instead. The workloads are those of ../src/workload.ts.
"""
import base64
import ctypes
import json
import re
import sys
import time

try:
    import torch
    import torch.nn.functional as F
    from torch import nn
except ImportError:
    print(json.dumps({"missing": "torch"}), flush=True)
    sys.exit(0)


def tensor(values):
    data = bytearray(base64.b64decode(values["data"]))
    return torch.frombuffer(data, dtype=torch.float32).reshape(values["shape"]).clone()


def pool(kind):
    def forward(x, g):
        return kind(x, g["kernelSize"], g["stride"], g["padding"])
    return forward


max_pool, avg_pool = pool(F.max_pool2d), pool(F.avg_pool2d)


def conv_gradient(which):
    def gradient(x, w, dy, g):
        pair = [g["stride"]] * 2, [g["padding"]] * 2
        mask = [which == "input", which == "weight", False]
        grads = torch.ops.aten.convolution_backward(dy, x, w, None, *pair, [1, 1], False, [0, 0], g["groups"], mask)
        return grads[0 if which == "input" else 1]
    return gradient


def both(forward):
    def step(x, dy, g):
        return torch.autograd.grad(forward(x, g), x, dy)[0]
    return step


def batch_norm_both(x, w, b, dy, g):
    return torch.autograd.grad(F.batch_norm(x, None, None, w, b, training=True), [x, w, b], dy)


def add_one_often(x, g):
    for _ in range(g["additions"]):
        x = x + 1
    return x


OPERATIONS = {
    "conv2d": lambda x, w, g: F.conv2d(x, w, None, g["stride"], g["padding"], 1, g["groups"]),
    "conv2dGradInput": conv_gradient("input"),
    "conv2dGradWeight": conv_gradient("weight"),
    "matmul": lambda a, b, g: a @ b,
    "linear": lambda x, w, g: F.linear(x, w),
    "linearGradWeight": lambda dy, x, g: dy.T @ x,
    "maxPool2d": max_pool,
    "avgPool2d": avg_pool,
    "maxPool2dBoth": both(max_pool),
    "avgPool2dBoth": both(avg_pool),
    "batchNormBoth": batch_norm_both,
    "add": lambda a, b, g: a + b,
    "relu": lambda x, g: torch.relu(x),
    "half": lambda x, g: x * 0.5,
    "exp": lambda x, g: torch.exp(x),
    "sum": lambda x, g: x.sum(),
    "sumChannels": lambda x, g: x.sum((0, 2, 3)),
    "addOneOften": add_one_often,
}
ON_TAPE = {"maxPool2dBoth", "avgPool2dBoth", "batchNormBoth", "addOneOften"}


class Operation:
    def __init__(self, workload):
        self.name = workload["operation"]
        self.inputs = [tensor(values).requires_grad_(self.name in ON_TAPE) for values in workload["inputs"]]
        self.geometry = {**workload["geometry"], "additions": workload["additions"]}
        self.names = workload["outputs"]

    def run(self):
        with torch.set_grad_enabled(self.name in ON_TAPE):
            outputs = OPERATIONS[self.name](*self.inputs, self.geometry)
        self.outputs = outputs if isinstance(outputs, tuple) else [outputs]

    def results(self):
        return dict(zip(self.names, self.outputs))


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body, self.shortcut = sequential(body), sequential(shortcut)

    def forward(self, x):
        return F.relu(self.body(x) + self.shortcut(x))


class GlobalMean(nn.Module):
    def forward(self, x):
        return x.mean((2, 3))


LAYERS = {
    "conv2d": lambda s: nn.Conv2d(s["inChannels"], s["outChannels"], s["kernelSize"], s["stride"], s["padding"], bias=s["bias"]),
    "batchNorm2d": lambda s: nn.BatchNorm2d(s["channels"]),
    "relu": lambda s: nn.ReLU(),
    "maxPool2d": lambda s: nn.MaxPool2d(2),
    "flatten": lambda s: nn.Flatten(),
    "globalMean": lambda s: GlobalMean(),
    "linear": lambda s: nn.Linear(s["inFeatures"], s["outFeatures"]),
    "residual": lambda s: Residual(s["body"], s["shortcut"]),
}


def sequential(model):
    return nn.Sequential(*[LAYERS[spec["type"]](spec) for spec in model])


class TrainingStep:
    def __init__(self, workload):
        self.model = sequential(workload["model"])
        self.keys = list(workload["state"])
        self.model.load_state_dict({key: tensor(values) for key, values in workload["state"].items()}, strict=False)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=workload["lr"])
        self.images, self.labels = tensor(workload["images"]), torch.tensor(workload["labels"])

    def run(self):
        self.optimizer.zero_grad(set_to_none=True)
        self.loss = F.cross_entropy(self.model(self.images), self.labels)
        self.loss.backward()
        self.optimizer.step()

    def results(self):
        state = self.model.state_dict()
        return {"loss": self.loss, **{key: state[key] for key in self.keys}}


def settings():
    """What decides its speed: the instruction set of its own kernels, and OpenBLAS's choice where that is the BLAS."""
    capability = re.search(r"CPU capability usage: (\S+)", torch.__config__.show())
    if capability:
        yield capability[1]
    try:
        blas = ctypes.CDLL("libblas.so.3")
        blas.openblas_get_corename.restype = ctypes.c_char_p
        yield f"OpenBLAS for {blas.openblas_get_corename().decode()}"
    except (OSError, AttributeError):
        pass


class Session:
    prepared = None

    def hello(self, threads, **_):
        torch.set_num_threads(threads)
        return {"version": torch.__version__, "settings": ", ".join(settings())}

    def prepare(self, workload, **_):
        self.prepared = {"operation": Operation, "trainingStep": TrainingStep}[workload["kind"]](workload)
        return {}

    def run(self, calls, **_):
        start = time.perf_counter()
        for _ in range(calls):
            self.prepared.run()
        return {"ms": 1000 * (time.perf_counter() - start)}

    def results(self, **_):
        def encode(value):
            return base64.b64encode(value.detach().contiguous().numpy().tobytes()).decode()
        return {"results": {name: encode(value) for name, value in self.prepared.results().items()}}

    def release(self, **_):
        self.prepared = None
        return {}


session = Session()
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = getattr(session, request.pop("do"))(**request)
    except Exception as error:  # the benchmark goes on without this row
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
