import { Buffer, Parameter } from "@convoke/core";

/** Whether `value` is a layer: an object with a `forward` method, whatever its arguments. */
export function isLayer(value: unknown): value is { forward(...inputs: never[]): unknown } {
  return typeof value === "object" && value !== null && "forward" in value && typeof value.forward === "function";
}

/**
 * The fields of an object that a walk over a model looks into: parameters, buffers, layers, arrays and plain objects.
 *
 * A camelCase field gets PyTorch's snake_case name; any other name stays as it is.
 */
export function fieldsOf(owner: object): (readonly [name: string, value: object])[] {
  return Object.entries(owner)
    .filter(([, value]) => value instanceof Parameter || value instanceof Buffer || isLayer(value) || isCollection(value))
    .map(([name, value]) => [snakeCase(name), value as object]);
}

/** convLayers → conv_layers; AuxLogits, fc1 and conv_2 stay. */
export function snakeCase(name: string): string {
  return /^[a-z][a-zA-Z0-9]*$/.test(name) ? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toLowerCase() : name;
}

function isCollection(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
