import { cpu } from "@convoke/backend-cpu";
import { ArgumentError, Cell, memory, observe, Parameter, setBackend, tensor, tidy, zeros } from "@convoke/core";
import { expect, test } from "vitest";
import { Adam, AdamW, type Optimizer, type OptimizerStateDict, SGD } from "./index.js";

setBackend(cpu());
const parameter = (...values: number[]): Parameter => tidy(() => new Parameter(tensor(values, { dtype: "float64" })));
const values = (tensor: { dataSync(): ArrayLike<number> }): number[] => Array.from(tensor.dataSync());

/** Gradients that are different in each step: half of the parameter, plus the number of the step. */
function steps(optimizer: Optimizer<never, never> | SGD | Adam | AdamW, params: readonly Parameter[], first: number, count: number): void {
  for (let step = first; step < first + count; step++) {
    for (const each of params) tidy(() => void (each.grad = each.detach().mul(0.5).add(step)));
    optimizer.step();
  }
}

test("groups have their own options, and the optimizer's for the rest", () => {
  const [a, b] = [parameter(1), parameter(1)];
  const optimizer = new SGD([{ params: [a], lr: 0.5 }, { params: [b] }], { lr: 0.25, weightDecay: 1 });
  for (const each of [a, b]) each.grad = tensor([1], { dtype: "float64" });
  optimizer.step();
  expect([values(a), values(b)]).toEqual([[1 - 0.5 * 2], [1 - 0.25 * 2]]);
  expect(optimizer.groups.map(({ lr, weightDecay, momentum }) => [lr, weightDecay, momentum])).toEqual([[0.5, 1, 0], [0.25, 1, 0]]);
});

test("the learning rate can be changed between steps", () => {
  const a = parameter(0);
  const optimizer = new SGD([a], { lr: 1 });
  a.grad = tensor([1], { dtype: "float64" });
  optimizer.step();
  for (const group of optimizer.groups) group.lr = 0.125;
  optimizer.step();
  expect(values(a)).toEqual([-1.125]);
});

test("maximize climbs", () => {
  const a = parameter(0);
  const optimizer = new AdamW([a], { lr: 1, weightDecay: 0, eps: 0, maximize: true });
  a.grad = tensor([3], { dtype: "float64" });
  optimizer.step();
  expect(values(a)[0]).toBeCloseTo(1, 12);
});

test("a parameter without a gradient is left alone, state and all", () => {
  const [a, b] = [parameter(1), parameter(1)];
  const optimizer = new Adam([a, b], { weightDecay: 0.1 });
  a.grad = tensor([1], { dtype: "float64" });
  optimizer.step();
  expect(values(b)).toEqual([1]);
  expect(Object.keys(optimizer.stateDict().state)).toEqual(["0"]);
});

test("zeroGrad drops the gradients of all groups", () => {
  const [a, b] = [parameter(1), parameter(1)];
  const optimizer = new SGD([{ params: [a] }, { params: new Set([b]) }]);
  for (const each of [a, b]) each.grad = tensor([1], { dtype: "float64" });
  optimizer.zeroGrad();
  expect([a.grad, b.grad]).toEqual([null, null]);
});

const makers: [string, (params: Parameter[]) => SGD | Adam | AdamW][] = [
  ["SGD", (params) => new SGD(params, { lr: 0.1 })],
  ["SGD with momentum", (params) => new SGD(params, { lr: 0.1, momentum: 0.9, nesterov: true })],
  ["Adam", (params) => new Adam(params, { lr: 0.1 })],
  ["AdamW with amsgrad", (params) => new AdamW(params, { lr: 0.1, amsgrad: true })],
];

test.each(makers)("%s goes on from a state dict as if it had never stopped", (_name, make) => {
  const whole = [parameter(1, 2), parameter(3)];
  steps(make(whole), whole, 0, 6);

  const half = [parameter(1, 2), parameter(3)];
  const optimizer = make(half);
  optimizer.groups[0]!.lr = 0.1;
  steps(optimizer, half, 0, 3);
  const saved = optimizer.stateDict();
  const resumed = half.map((each) => parameter(...values(each)));
  steps(optimizer, half, 3, 3);    // the snapshot does not move

  const other = make(resumed);
  other.groups[0]!.lr = 7;
  other.loadStateDict(saved);
  steps(other, resumed, 3, 3);
  expect(resumed.map(values)).toEqual(whole.map(values));
  expect(half.map(values)).toEqual(whole.map(values));
});

test.each(makers)("%s: steps leave memory where it was", (_name, make) => {
  const params = [parameter(1, 2), parameter(3)];
  const optimizer = make(params);
  steps(optimizer, params, 0, 2);    // the first one makes the state
  const before = memory();
  steps(optimizer, params, 2, 20);
  expect(memory()).toEqual(before);
});

test.each(makers)("%s: a step records nothing for a backward pass", (_name, make) => {
  const a = parameter(1);
  const optimizer = make([a]);
  a.grad = tensor([1], { dtype: "float64" });
  const recorded: boolean[] = [];
  observe(({ output }) => recorded.push(output.requiresGrad), () => optimizer.step());
  expect(new Set(recorded)).toEqual(new Set([false]));
});

test("a tidy around the step spares state and parameters; gradients made with createGraph will do", () => {
  const a = parameter(2);
  const optimizer = new SGD([a], { lr: 0.5, momentum: 0.5 });
  for (let step = 0; step < 2; step++) {
    tidy(() => {
      optimizer.zeroGrad();
      a.square().sum().backward(null, { createGraph: true });
      optimizer.step();
    });
  }
  // θ: 2 → 2 − ½·4 = 0 → 0 − ½·(½·4 + 0) = −1
  expect(values(a)).toEqual([-1]);
  expect(a.requiresGrad && a.isLeaf).toBe(true);
});

test("loadStateDict refuses what does not fit, and changes nothing", () => {
  const a = parameter(1, 2);
  const adam = new Adam([a]);
  steps(adam, [a], 0, 2);
  const saved = adam.stateDict();
  const state = saved.state[0]!;
  const load = (dict: OptimizerStateDict): (() => void) => () => adam.loadStateDict(dict);
  const name = "Adam.loadStateDict";
  expect(load({ ...saved, groups: [] })).toThrow(new ArgumentError(`${name}: groups have [] parameters, expected [1]`));
  expect(load({ ...saved, groups: [{ params: [0, 1] }] })).toThrow(`${name}: groups have [2] parameters, expected [1]`);
  expect(load({ ...saved, groups: [{ params: [0], momentum: 0.9 }] })).toThrow(`${name}: unknown option "momentum"`);
  expect(load({ ...saved, groups: [{ params: [0], lr: -1 }] })).toThrow("Adam: lr is -1, expected a number of at least 0");
  expect(load({ ...saved, state: { 0: { step: 1 } } })).toThrow(`${name}: state of parameter 0 has step, expected step, expAvg, expAvgSq`);
  expect(load({ ...saved, state: { 0: { ...state, expAvg: zeros([3]) } } })).toThrow(
    `${name}: state of parameter 0: expAvg is float32 [3], expected float64 [2]`,
  );
  expect(load({ ...saved, state: { 0: { ...state, step: zeros([]) } } })).toThrow("step is float32 [], expected number");
  expect(load({ ...saved, state: { 0: { ...state, expAvg: zeros([2], { dtype: "float64", backend: cpu() }) } } })).toThrow("expAvg is float64 [2] on another backend (cpu), expected float64 [2]");
  const after = adam.stateDict();
  expect(after.groups).toEqual(saved.groups);
  expect(Object.values(after.state[0]!).map((value) => (typeof value === "number" ? value : values(value)))).toEqual(
    Object.values(state).map((value) => (typeof value === "number" ? value : values(value))),
  );
});

test("parameters are checked", () => {
  const a = parameter(1);
  expect(() => new SGD([])).toThrow(new ArgumentError("SGD: params is empty, expected at least one Parameter"));
  expect(() => new SGD([a, a])).toThrow("SGD: a parameter of shape [1] is given twice, expected once");
  expect(() => new Adam([{ params: [a] }, { params: [a] }])).toThrow("Adam: a parameter of shape [1] is given twice");
  expect(() => new SGD([new Cell(a) as Parameter])).toThrow("SGD: params holds a value of type Cell, expected Parameters");
  expect(() => new SGD({ forward: () => a } as never)).toThrow("SGD: params is a value of type Object, expected Parameters or groups of them\nhint: pass parameters(model)");
  expect(() => new SGD([{ params: [a] }, a] as never)).toThrow("SGD: params is undefined, expected Parameters or groups of them");
  expect(() => new AdamW([{ params: [a], momentum: 1 } as never])).toThrow('AdamW: unknown option "momentum", expected one of lr, betas, eps');
});

test.each<[string, () => unknown]>([
  ["SGD: lr is -1, expected a number of at least 0", () => new SGD([parameter(1)], { lr: -1 })],
  ["SGD: lr is NaN, expected a number of at least 0", () => new SGD([{ params: [parameter(1)], lr: Number.NaN }])],
  ["SGD: momentum is -0.5, expected a number of at least 0", () => new SGD([parameter(1)], { momentum: -0.5 })],
  ["SGD: weightDecay is -1, expected a number of at least 0", () => new SGD([parameter(1)], { weightDecay: -1 })],
  ["SGD: dampening is Infinity, expected a number", () => new SGD([parameter(1)], { dampening: Infinity })],
  ["SGD: momentum is 0 and dampening 0, expected momentum and no dampening with nesterov", () => new SGD([parameter(1)], { nesterov: true })],
  ["SGD: momentum is 0.9 and dampening 0.1, expected", () => new SGD([parameter(1)], { nesterov: true, momentum: 0.9, dampening: 0.1 })],
  ['SGD: unknown option "learningRate", expected one of lr, momentum, dampening, weightDecay, nesterov, maximize', () => new SGD([parameter(1)], { learningRate: 1 } as object)],
  ["Adam: betas[0] is 1, expected at least 0 and less than 1", () => new Adam([parameter(1)], { betas: [1, 0.9] })],
  ["AdamW: betas[1] is -1, expected at least 0 and less than 1", () => new AdamW([parameter(1)], { betas: [0.9, -1] })],
  ["Adam: betas is 0.9, expected two numbers", () => new Adam([parameter(1)], { betas: 0.9 as never })],
  ["AdamW: eps is -1, expected a number of at least 0", () => new AdamW([parameter(1)], { eps: -1 })],
])("%s", (message, make) => {
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(message);
});
