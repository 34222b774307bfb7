import { cpu } from "@convoke/backend-cpu";
import { describe, expect, test } from "vitest";
import { countingBackend, strippedCpu } from "../../backend/counting-backend.test-support.js";
import {
  adamStep, BackendMismatchError, Cell, DTypeError, expand, memory, observe, Parameter, sgdStep, ShapeError, setBackend, slice, tensor, useBackend, zeros, type OpEvent, type Tensor,
} from "../../index.js";

setBackend(cpu());
const numbers = (each: Tensor): number[] => [...each.dataSync()];
const sgd = { lr: 0.5, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false };
const adam = { lr: 0.5, beta1: 0.5, beta2: 0.75, eps: 0, weightDecay: 0, decoupled: false, step: 1 };
const cell = (...values: number[]): Cell => {
  using source = tensor(values);
  return new Cell(source);
};

describe("sgdStep", () => {
  test("changes the parameter in place; the momentum buffer begins with the gradient", () => {
    const parameter = cell(1, 2);
    const options = { ...sgd, momentum: 0.5 };
    const buffer = sgdStep(parameter, tensor([4, 8]), null, options);
    expect([numbers(parameter), numbers(buffer!)]).toEqual([[-1, -2], [4, 8]]);
    expect(sgdStep(parameter, tensor([0, 2]), buffer, options)).toBe(buffer);
    expect([numbers(parameter), numbers(buffer!)]).toEqual([[-2, -5], [2, 6]]);
  });

  test("without momentum a buffer is left alone", () => {
    const buffer = cell(7);
    expect(sgdStep(cell(1), tensor([1]), buffer, sgd)).toBe(buffer);
    expect(numbers(buffer)).toEqual([7]);
  });

  test("takes a gradient of any layout", () => {
    const parameter = cell(1, 1, 1, 1);
    sgdStep(parameter, slice(tensor([9, 2, 9, 4, 9, 6, 9, 8]), [1, null, 2]), null, sgd);
    expect(numbers(parameter)).toEqual([0, -1, -2, -3]);
    sgdStep(parameter, expand(tensor([2]), [4]), null, sgd);
    expect(numbers(parameter)).toEqual([-1, -2, -3, -4]);
  });

  test("what somebody else holds keeps its value", () => {
    const parameter = new Parameter(tensor([1, 2]));
    const snapshot = parameter.detach();
    const kept = parameter.square();    // its rule needs the old value
    sgdStep(parameter, tensor([2, 2]), null, sgd);
    kept.sum().backward();
    expect([numbers(parameter), numbers(snapshot), numbers(parameter.grad!)]).toEqual([[0, 1], [1, 2], [2, 4]]);
  });

  test("is reported once, with its options", () => {
    const events: OpEvent[] = [];
    const parameter = new Parameter(tensor([1]));
    observe((event) => events.push(event), () => sgdStep(parameter, tensor([1]), null, sgd));
    expect(events.map(({ name, attributes, inputs }) => [name, attributes, inputs.parameter])).toEqual([["sgdStep", sgd, parameter]]);
  });
});

describe("adamStep", () => {
  test("changes all cells in place", () => {
    const parameter = cell(1);
    const state = { expAvg: cell(0), expAvgSq: cell(0), maxExpAvgSq: cell(9) };
    adamStep(parameter, tensor([2]), state, adam);
    // m = 1, v = 1, the greatest v is 9: ½ · (1 / ½) / √(9 / ¼) = 1/6
    expect(Object.values(state).map(numbers)).toEqual([[1], [1], [9]]);
    expect(numbers(parameter)[0]).toBeCloseTo(1 - 1 / 6, 6);
  });
});

test.each([
  [() => sgdStep(cell(1, 2), tensor([1]), null, sgd), new ShapeError("sgdStep: gradient has shape [1], expected [2], that of the parameter")],
  [() => sgdStep(cell(1), tensor([1]), cell(1, 2), { ...sgd, momentum: 1 }), new ShapeError("sgdStep: momentumBuffer has shape [2], expected [1], that of the parameter")],
  [() => sgdStep(cell(1), tensor([1], { dtype: "float64" }), null, sgd), new DTypeError("sgdStep: parameter is float32, but gradient is float64", { hint: 'convert with .to("float32")' })],
  [() => sgdStep(cell(1), tensor([1], { backend: cpu() }), null, sgd), new BackendMismatchError("sgdStep: gradient lives on cpu, expected cpu, the backend of the parameter")],
  [() => adamStep(cell(1), tensor([1]), { expAvg: cell(1), expAvgSq: cell(1, 1), maxExpAvgSq: null }, adam), new ShapeError("adamStep: expAvgSq has shape [2], expected [1], that of the parameter")],
])("errors: %#", (body, error) => expect(body).toThrow(error));

describe.each([["cpu", cpu], ["cpu stripped to the required kernels", strippedCpu]])("on %s every storage is freed once, and a step that fails changes nothing", (_, make) => {
  const steps: Record<string, (cells: readonly Cell[], gradient: Tensor) => void> = {
    "sgdStep": ([parameter, buffer], gradient) => void sgdStep(parameter!, gradient, buffer!, { ...sgd, momentum: 0.5, weightDecay: 0.5 }),
    "adamStep": ([parameter, expAvg, expAvgSq], gradient) => adamStep(parameter!, gradient, { expAvg: expAvg!, expAvgSq: expAvgSq!, maxExpAvgSq: null }, adam),
  };
  test.each(Object.entries(steps))("%s", (_, step) => {
    const { backend, live, problems, failAt } = countingBackend(make());
    using _backend = useBackend(backend);
    const before = memory();
    const gradient = tensor([1, 2]);
    const cells = [cell(1, 2), cell(3, 4), cell(5, 6)];
    const shared = cells[0]!.detach();
    step(cells, gradient);
    step(cells, gradient);
    // Two cells of one storage: each gets a copy.
    cells[1]!.assign(cells[0]!);
    step(cells, gradient);
    const values = cells.map(numbers);
    const held = cells[0]!.detach();
    failAt(1);    // the copy of what `held` shares
    expect(() => step(cells, gradient)).toThrow("copy failed");
    expect(cells.map(numbers)).toEqual(values);
    for (const each of [gradient, shared, held, ...cells]) each.dispose();
    expect([problems, live.size, memory()]).toEqual([[], 0, before]);
  });
});

test("steps leave memory where it was", () => {
  const [parameter, gradient] = [cell(1, 2), zeros([2])];
  const buffer = sgdStep(parameter, gradient, null, { ...sgd, momentum: 0.5 });
  const before = memory();
  for (let i = 0; i < 3; i++) sgdStep(parameter, gradient, buffer, { ...sgd, momentum: 0.5 });
  expect(memory()).toEqual(before);
});
