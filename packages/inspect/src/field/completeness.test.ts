import { cpu } from "@convoke/backend-cpu";
import { type OpSpec, specs } from "@convoke/conformance";
import { type DType, noGrad, observe, setBackend, tensor, tidy } from "@convoke/core";
import { expect, test } from "vitest";
import { rules } from "./propagate.js";

setBackend(cpu());

interface Operand {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
  readonly dtype?: DType;
}

const isOperand = (value: object): value is Operand => "shape" in value && "data" in value;

function withTensors(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withTensors);
  if (isOperand(value)) return tensor(Float64Array.from(value.data), { shape: value.shape, dtype: value.dtype ?? "float32" });
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withTensors(item)]));
}

/** The ops that the samples of a public function consist of. */
function opsOf({ op, samples }: OpSpec): string[] {
  const names: string[] = [];
  for (const args of Object.values(samples)) {
    tidy(() => noGrad(() => {
      const given = args.map(withTensors) as never[];
      observe(({ name }) => names.push(name), () => void op(...given));
    }));
  }
  return names;
}

test("every op that core's public functions run has a rule, but those of backward passes", () => {
  const names = new Set(specs.flatMap(opsOf));
  expect(names.size).toBeGreaterThan(50);
  expect([...names].filter((name) => !rules.has(name)).toSorted()).toEqual(["conv2dGradInput", "conv2dGradWeight"]);
});
