import { cpu } from "@convoke/backend-cpu";
import { add, Generator, type Layer, memory, noGrad, observe, rand, randn, relu, setBackend, type Tensor } from "@convoke/core";
import { beforeEach, expect, test } from "vitest";
import { Conv2d, Flatten, init, Linear, MaxPool2d, parameters, ReLU, Sequential, Sigmoid, stateDict, Tanh, zeroGrad } from "../index.js";

setBackend(cpu());
let generator: Generator;
beforeEach(() => void (generator = new Generator(2)));

/** How many kernels a forward pass asks for, by name. */
function launches(run: () => void): string[] {
  const names: string[] = [];
  const backend = cpu();
  const kernels = ["conv2d", "linear", "unary", "binary"] as const;
  setBackend({ ...backend, ...Object.fromEntries(kernels.map((name) => [name, (...args: never[]) => (names.push(name), (backend[name] as (...args: never[]) => unknown)(...args))])) });
  run();
  setBackend(cpu());
  return names;
}

const model = (): Sequential =>
  new Sequential(
    new Conv2d(2, 4, 3, { padding: 1, generator }), new ReLU(), new MaxPool2d(2),
    new Flatten(), new Linear(4 * 3 * 3, 8, { generator }), new ReLU(), new Linear(8, 3, { generator }),
  );

test("runs its layers in order, as if each were called", () => {
  const sequential = model();
  const input = rand([2, 2, 6, 6], { generator });
  let expected: Tensor = input;
  for (let at = 0; at < 7; at++) expected = sequential[at]!.forward(expected);
  expect(sequential.forward(input).dataSync()).toEqual(expected.dataSync());
  expect(new Sequential().forward(input)).toBe(input);
});

test("fused and unfused give the same bits, gradients too", () => {
  const sequential = model();
  const input = rand([2, 2, 6, 6], { generator, requiresGrad: true });
  const run = (): unknown[] => {
    zeroGrad(sequential);
    input.grad = null;
    const output = sequential.forward(input);
    output.square().sum().backward();
    return [output, input.grad!, ...parameters(sequential).map(({ grad }) => grad!)].map((tensor) => tensor.dataSync());
  };
  const names: string[] = [];
  const fused = run();
  const unfused = observe(({ name }) => names.push(name), run);
  expect(unfused).toEqual(fused);
  expect(names.slice(0, 2)).toEqual(["conv2d", "relu"]);
  expect(names.filter((name) => name === "relu").length).toBe(2);
});

test("a Conv2d or Linear and the ReLU right behind it are one kernel", () => {
  const run = (): void => void new Sequential(new Conv2d(1, 2, 3), new ReLU(), new Linear(4, 2), new ReLU(), new ReLU()).forward(rand([1, 1, 6, 6]));
  const forwardOnly = launches(run).filter((name) => name !== "binary");
  expect(forwardOnly).toEqual(["conv2d", "linear", "unary"]);
});

test("a forward that was replaced or inherited is called, and sees the value in between", () => {
  const seen: Tensor[] = [];
  class Doubled extends Linear {
    override forward(input: Tensor): Tensor {
      return add(super.forward(input), super.forward(input));
    }
  }
  const hooked = new ReLU();
  hooked.forward = (input) => (seen.push(input), relu(input));
  const doubled = new Doubled(4, 3, { generator });
  const input = rand([5, 4], { generator });
  const negative = new Linear(3, 3);
  init.constant(negative.weight, -1);
  init.constant(negative.bias!, -1);
  const output = new Sequential(doubled, new ReLU(), negative, hooked).forward(input);
  expect(output.shape).toEqual([5, 3]);
  expect(seen.length).toBe(1);
  expect(Math.max(...seen[0]!.dataSync())).toBeLessThan(0);
  expect(new Sequential(doubled, new ReLU()).forward(input).dataSync()).toEqual(relu(doubled.forward(input)).dataSync());
});

test("layers can be named, nested, read and replaced", () => {
  const inner = new Sequential({ hidden: new Linear(4, 3), relu: new ReLU() });
  const outer = new Sequential(inner, new Linear(3, 2));
  expect(Object.keys(stateDict(outer))).toEqual(["0.hidden.weight", "0.hidden.bias", "1.weight", "1.bias"]);
  expect(outer[0]).toBe(inner);
  outer[1] = new Linear(3, 5);
  expect(outer.forward(rand([2, 4])).shape).toEqual([2, 5]);
});

test("layers of twelve and more positions keep their order", () => {
  const layers = Array.from({ length: 12 }, (_, i): Layer => ({ forward: (input) => input.mul(i % 2 === 0 ? 2 : 1).add(i) }));
  const expected = layers.reduce((value, layer) => layer.forward(value), rand([1], { generator: new Generator(1) }));
  expect(new Sequential(...layers).forward(rand([1], { generator: new Generator(1) })).itemSync()).toBe(expected.itemSync());
});

test("errors", () => {
  expect(() => new Sequential(new ReLU(), relu as unknown as Layer)).toThrow("Sequential: 1 is function, expected a layer with a forward method");
  expect(() => new Sequential([new ReLU()] as unknown as Layer)).toThrow("Sequential: 0 is object, expected a layer with a forward method");
  expect(() => new Sequential({ toString: new ReLU() })).toThrow("Sequential: a layer cannot be called toString");
});

test("what stands between its own layers is given back at once, what a layer of the user's saw is not", () => {
  const seen: Tensor[] = [];
  const spy: Layer = { forward: (input) => (seen.push(input), relu(input)) };
  const layers = (): [Linear, Linear] => [new Linear(4, 1000), new Linear(1000, 2)];
  const own = new Sequential(...layers(), new Tanh(), new Sigmoid());
  using input = randn([3, 4]);
  const before = memory();
  using output = noGrad(() => own.forward(input));
  expect(memory().tensors).toBe(before.tensors + 1);
  expect(memory().bytes).toBe(before.bytes + 4 * output.size);
  const [first, last] = layers();
  new Sequential(first, spy, last).forward(randn([3, 4]));
  expect(seen[0]!.isDisposed).toBe(false);
});
