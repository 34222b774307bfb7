import { Tensor } from "@convoke/core";
import { fieldsOf, isLayer } from "./fields.js";

/**
 * A layer as a tree of its layers, named as in the state dict. PyTorch: `print(module)`.
 *
 * A layer says its own arguments by a method `extraRepr(): string`. The name is that of the class, which minifiers may shorten: the layers here
 * keep theirs by `static readonly name`.
 *
 * @example
 * describe(new Sequential(new Conv2d(1, 16, 3), new ReLU()));
 * // Sequential(
 * //   (0): Conv2d(1, 16, kernelSize=[3, 3], stride=[1, 1])
 * //   (1): ReLU()
 * // )
 */
export function describe(layer: object): string {
  return tree(layer, new Set());
}

function tree(layer: object, path: ReadonlySet<object>): string {
  const extra = "extraRepr" in layer && typeof layer.extraRepr === "function" ? String(layer.extraRepr()) : "";
  const lines = children(layer, "", new Set([...path, layer]));
  const { name } = layer.constructor;
  if (lines.length === 0) return `${name}(${extra})`;
  if (extra !== "") lines.unshift(extra);
  return `${name}(\n${lines.join("\n").replaceAll(/^/gm, "  ")}\n)`;
}

/** A tree for each of the next layers below `owner`, through arrays and plain objects; `path` is what lies above. */
function children(owner: object, prefix: string, path: ReadonlySet<object>): string[] {
  return fieldsOf(owner).flatMap(([name, value]) => {
    if (path.has(value) || value instanceof Tensor) return [];
    if (isLayer(value)) return [`(${prefix}${name}): ${tree(value, path)}`];
    return children(value, `${prefix}${name}.`, new Set([...path, value]));
  });
}
