import { ArgumentError, checkOptions, currentBackend, type DType, type Layer, noGrad, type OpEvent, type Shape, Tensor, tidy, zeros } from "@convoke/core";
import { namedBuffers, parameters } from "@convoke/nn";
import { bytesOf, writtenBytes } from "../cost/bytes.js";
import { macsOf } from "../cost/macs.js";
import { FieldTracker } from "../field/field-tracker.js";
import type { ReceptiveField } from "../field/receptive-field.js";
import { type LayerCall, typeOf } from "../trace/layer-call.js";
import { checkModel, runModel } from "../trace/run-model.js";
import { ModelSummary } from "./model-summary.js";
import { countsOf } from "./parameter-counts.js";
import type { SummaryRow } from "./summary-row.js";
import { uncalledLayers } from "./uncalled-layers.js";

export interface SummaryOptions {
  /** Of the input; default: that of the model's first parameter, or float32. */
  readonly dtype?: DType;
}

/** What was seen of one call. */
interface Seen {
  readonly ops: OpEvent[];
  inputShape: Shape | null;
  outputShape: Shape | null;
  receptiveField: ReceptiveField | null;
  macs: number;
  activationBytes: number;
}

/**
 * The model as a tree of what its layers do with an input of this shape: output shape, kernel, parameters, multiply-accumulates, memory, receptive field.
 * PyTorch: torchinfo's `summary`.
 *
 * It runs the model once, on zeros, in evaluation mode and without gradients: the tree shows the calls that happen, branches and repeated layers too, and
 * the layers that none of them reaches. MACs count the multiplications of conv2d, linear and matmul for the whole batch; a bias, which torchinfo counts as
 * one more, does not count.
 *
 * **Shapes**: inputShape with the batch: [1, 3, 224, 224].
 *
 * @throws {ArgumentError} for an input shape that is none. What the model throws comes with the layer: `summary: layer 7 (Linear) fails on [1, 800], …`
 * @example
 * const result = summary(model, [1, 1, 28, 28]);
 * console.log(String(result));       // or result.toText({ columns: 120, depth: 1 }), result.toMarkdown(), JSON.stringify(result)
 * result.totals.parameters;          // 206922
 */
export function summary(model: Layer, inputShape: Shape, options: SummaryOptions = {}): ModelSummary {
  checkOptions("summary", options, ["dtype"]);
  checkModel("summary", model);
  if (!Array.isArray(inputShape) || inputShape.length === 0 || !inputShape.every((length) => Number.isInteger(length) && length > 0)) {
    throw new ArgumentError(`summary: inputShape is ${JSON.stringify(inputShape)}, expected positive integers with the batch first, such as [1, 3, 224, 224]`);
  }
  const all = parameters(model);
  const { dtype = all[0]?.dtype ?? "float32" } = options;
  return tidy(() => noGrad(() => {
    const input = zeros(inputShape, { dtype, backend: all[0]?.backend ?? currentBackend() });
    const tracker = new FieldTracker(input);
    const seen = new Map<LayerCall, Seen>();
    const see = (call: LayerCall): Seen => {
      if (!seen.has(call)) seen.set(call, { ops: [], inputShape: null, outputShape: null, receptiveField: null, macs: 0, activationBytes: 0 });
      return seen.get(call)!;
    };
    let root: LayerCall | null = null;
    runModel("summary", model, input, {
      op: (event, call) => {
        tracker.follow(event);
        const own = see(call);
        own.ops.push(event);
        own.macs += macsOf(event);
        own.activationBytes += writtenBytes(event);
      },
      leave: (call, output) => {
        root = call;
        const own = see(call);
        if (call.input instanceof Tensor) own.inputShape = call.input.shape;
        if (!(output instanceof Tensor)) return;
        own.outputShape = output.shape;
        own.receptiveField = tracker.of(output);
      },
    });
    const tree = rowOf(root!, see, new Set(), uncalledLayers(model, [...seen.keys()]));
    const buffers = namedBuffers(model).map(([, buffer]) => buffer);
    return new ModelSummary({
      inputShape: [...inputShape],
      dtype,
      model: tree,
      totals: {
        parameters: tree.parameters,
        trainableParameters: tree.trainableParameters,
        macs: tree.macs,
        inputBytes: bytesOf(input),
        activationBytes: tree.activationBytes,
        parameterBytes: all.reduce((bytes, each) => bytes + bytesOf(each), 0),
        bufferBytes: buffers.reduce((bytes, each) => bytes + bytesOf(each), 0),
      },
    });
  }));
}

/** `before` are the layers whose first call is further up. */
function rowOf(call: LayerCall, see: (call: LayerCall) => Seen, before: Set<object>, uncalled: ReadonlyMap<LayerCall, readonly SummaryRow[]>): SummaryRow {
  const { inputShape, outputShape, receptiveField, ops, macs, activationBytes } = see(call);
  const status = before.has(call.layer) ? "called again" : "called";
  before.add(call.layer);
  const children = call.children.map((child) => rowOf(child, see, before, uncalled));
  const sum = (of: (row: SummaryRow) => number): number => children.reduce((total, row) => total + of(row), 0);
  return {
    key: call.key,
    name: call.name,
    type: typeOf(call.layer),
    status,
    inputShape,
    outputShape,
    kernelSize: kernelOf(ops),
    ...countsOf(call.layer),
    macs: macs + sum((row) => row.macs),
    activationBytes: activationBytes + sum((row) => row.activationBytes),
    receptiveField,
    children: [...children, ...(uncalled.get(call) ?? [])],
  };
}

function kernelOf(ops: readonly OpEvent[]): [number, number] | null {
  const windows = ops.filter(({ name }) => ["conv2d", "maxPool2d", "avgPool2d"].includes(name));
  const { kernelHeight, kernelWidth } = (windows.length === 1 ? windows[0]!.attributes : {}) as { kernelHeight?: number; kernelWidth?: number };
  return kernelHeight && kernelWidth ? [kernelHeight, kernelWidth] : null;
}
