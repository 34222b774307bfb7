import type { OpEvent, Tensor } from "@convoke/core";
import { type Field, gather, merge, type Moving, slide } from "./field.js";

/** One input of an op whose elements move over the model's input. */
interface Part {
  readonly field: Moving;
  readonly tensor: Tensor;
  readonly role: string;
  readonly event: OpEvent;
  readonly known: (tensor: Tensor) => Field | null;
  /** The field of an output that mixes all positions of this input. */
  readonly gathered: Field | null;
}

type Rule = (part: Part) => Field | null;

/**
 * The field of an op's output along one input axis of `length` cells, from the fields of its inputs; `null` when it does not depend on the model's input.
 *
 * An op that has no rule here gives an unknown field that names it.
 */
export function propagate(event: OpEvent, known: (tensor: Tensor) => Field | null, length: number): Field | null {
  const { name, inputs, output } = event;
  const fields: (Field | null)[] = [];
  let count = 1;
  for (const [role, tensor] of Object.entries(inputs)) {
    const field = tensor ? known(tensor) : null;
    if (!tensor || field?.kind !== "moving") {
      fields.push(tensor && field?.kind === "fixed" && isBorder(event, tensor, field.size, known) ? null : field);
      continue;
    }
    const rule = rules.get(name);
    if (!rule) return { kind: "unknown", reason: `the op ${name} has no rule for receptive fields` };
    const moved = rule({ field, tensor, role, event, known, gathered: gather(field, tensor.shape[field.axis]!, length) });
    if (moved?.kind === "moving") count = output.shape[moved.axis]!;
    fields.push(moved);
  }
  return merge(fields, count, length);
}

const attribute = <T>({ event }: Part, name: string): T => (event.attributes as Readonly<Record<string, unknown>>)[name] as T;

/** Broadcasting aligns the last axes; what is repeated is the same everywhere. */
const elementwise: Rule = ({ field, tensor, event: { output }, gathered }) => {
  const axis = field.axis + output.rank - tensor.rank;
  return tensor.shape[field.axis] === output.shape[axis] ? { ...field, axis } : gathered;
};

/** The result keeps reduced axes with size 1. */
const reduction = (axesOf: (part: Part) => readonly number[]): Rule => (part) => (axesOf(part).includes(part.field.axis) ? part.gathered : part.field);

/** conv2d mixes channels, pools do not. */
const window = (mixesChannels: boolean): Rule => (part) => {
  const { field, role, gathered } = part;
  if (role !== "input" || (field.axis === 1 && mixesChannels)) return gathered;
  if (field.axis < 2) return field;
  const [side, before] = field.axis === 2 ? ["Height", "padTop"] : ["Width", "padLeft"];
  const get = (name: string): number => attribute<number>(part, name);
  return slide(field, get(`dilation${side}`) * (get(`kernel${side}`) - 1) + 1, get(`stride${side}`), get(before!));
};

/** The axes of `a` and `b` that the product keeps. */
const product = (kept: Readonly<Record<string, readonly number[]>>): Rule => ({ field, role, gathered }) => (kept[role]?.includes(field.axis) ? field : gathered);

/** An axis stays where as many elements lie before it and in it as before. */
const reshape: Rule = ({ field, tensor, event: { output }, gathered }) => {
  const before = (shape: readonly number[], axis: number): number => shape.slice(0, axis).reduce((product, length) => product * length, 1);
  const axis = output.shape.findIndex((length, at) => length === tensor.shape[field.axis] && before(output.shape, at) === before(tensor.shape, field.axis));
  return axis < 0 ? gathered : { ...field, axis };
};

const slice: Rule = (part) => {
  const { start, step } = attribute<readonly { start: number; step: number }[]>(part, "walks")[part.field.axis]!;
  const { field } = part;
  return { ...field, start: field.start + start * field.jump, jump: field.jump * step };
};

const pad: Rule = (part) => {
  const [before] = attribute<readonly (readonly [number, number])[]>(part, "sides")[part.field.axis]!;
  return slide(part.field, 1, 1, before);
};

/** The middle of parts joined along the axis on which it moves: the one that is longest. */
function middleOf({ name, inputs, attributes }: OpEvent, known: (tensor: Tensor) => Field | null): { tensor: Tensor; field: Moving } | null {
  if (name !== "cat") return null;
  const { axis } = attributes as { axis: number };
  const [longest, second] = (Object.values(inputs) as Tensor[]).toSorted((a, b) => b.shape[axis]! - a.shape[axis]!);
  const field = known(longest!);
  if (field?.kind !== "moving" || field.axis !== axis || second?.shape[axis] === longest!.shape[axis]) return null;
  return { tensor: longest!, field };
}

/** Whether a part counts as padding around the middle, which sees as many cells: so `pad` makes its reflections. */
function isBorder(event: OpEvent, tensor: Tensor, size: number, known: (tensor: Tensor) => Field | null): boolean {
  const middle = middleOf(event, known);
  return middle !== null && tensor !== middle.tensor && size === middle.field.size;
}

const cat: Rule = (part) => {
  const { field, tensor, event, known } = part;
  const axis = attribute<number>(part, "axis");
  if (field.axis !== axis) return field;
  if (isBorder(event, tensor, field.size, known)) return null;
  if (middleOf(event, known)?.tensor !== tensor) return { kind: "unknown", reason: `cat joins different places along axis ${axis}` };
  const parts = Object.values(event.inputs) as Tensor[];
  return slide(field, 1, 1, parts.slice(0, parts.indexOf(tensor)).reduce((offset, { shape }) => offset + shape[axis]!, 0));
};

/** With statistics given each element is on its own; the batch's own mix all but the channels. */
const batchNorm: Rule = ({ field, role, event: { inputs }, gathered }) => (role === "input" && (inputs.mean || field.axis === 1) ? field : gathered);

const elementwiseOps = [
  "add", "sub", "mul", "div", "pow", "maximum", "minimum", "where", "eq", "ne", "lt", "le", "gt", "ge", "logicalAnd", "logicalOr", "logicalXor", "logicalNot",
  "neg", "abs", "sign", "exp", "expm1", "log", "log1p", "sqrt", "rsqrt", "reciprocal", "tanh", "sigmoid", "relu", "relu6", "logSigmoid", "floor", "ceil", "round", "erf",
  "isNaN", "isFinite", "clamp", "cast", "clone", "identity", "expand",
];

/** By the names that `observe` reports. */
export const rules: ReadonlyMap<string, Rule> = new Map([
  ...elementwiseOps.map((name) => [name, elementwise] as const),
  ...["sum", "max", "min"].map((name) => [name, reduction((part) => attribute(part, "axes"))] as const),
  ...["argmax", "logSoftmax"].map((name) => [name, reduction((part) => [attribute(part, "axis")])] as const),
  ["prod", reduction(() => [1])],
  ["conv2d", window(true)], ["maxPool2d", window(false)], ["avgPool2d", window(false)],
  ["linear", product({ input: [0] })], ["matmul", product({ a: [0, 1], b: [0, 2] })],
  ["batchNorm", batchNorm],
  ["permute", (part) => ({ ...part.field, axis: attribute<readonly number[]>(part, "axes").indexOf(part.field.axis) })],
  ["reshape", reshape], ["slice", slice], ["pad", pad], ["cat", cat],
  ["crossEntropy", ({ gathered }) => gathered],
]);
