import { cpu } from "@convoke/backend-cpu";
import { conv2d, crossEntropy, Generator, type Layer, linear, memory, Parameter, rand, randn, relu, setBackend, tensor, type Tensor } from "@convoke/core";
import { CnnGap } from "@convoke/models";
import { Conv2d, Dropout, Flatten, init, Linear, LogSoftmax, parameters, ReLU, Sequential, Sigmoid } from "@convoke/nn";
import { expect, test } from "vitest";
import { slidesCnn } from "../example-nets.test-support.js";
import { classVotes, gradientNorms, zeroedByReLU } from "../index.js";

setBackend({ ...cpu(), capabilities: { ...cpu().capabilities, syncRead: false } });

test("the share that each ReLU zeroes, functions and fused ones too, in their order", async () => {
  class Net implements Layer {
    act = new ReLU();
    weight = new Parameter(tensor([[1, 0], [0, -1], [1, -1]]));
    forward(input: Tensor): Tensor {
      const first = this.act.forward(input);                                                        // [1, 0] [0, 2]
      const second = linear(first, this.weight, null, { activation: "relu" });                      // [1, 0, 1] [0, 0, 0]
      return relu(this.act.forward(second.sub(2)));                                                 // nothing
    }
  }
  const input = tensor([[1, -3], [-1, 2]]);
  const net = new Net();
  const before = memory();
  expect(await zeroedByReLU(net, input)).toEqual([
    { layer: "act", zeroed: 2, size: 4, share: 0.5 }, { layer: "", zeroed: 4, size: 6, share: 4 / 6 },
    { layer: "act:2", zeroed: 6, size: 6, share: 1 }, { layer: "", zeroed: 6, size: 6, share: 1 },
  ]);
  expect(memory()).toEqual(before);
  expect((await zeroedByReLU(slidesCnn(), rand([2, 1, 28, 28]))).map(({ layer, size }) => [layer, size])).toEqual([["1", 2 * 16 * 784], ["4", 2 * 32 * 196], ["8", 256]]);
});

test("gradient norms, layer by layer", async () => {
  const net = new Sequential(new Linear(2, 1), new Linear(1, 1, false), new Linear(3, 1));
  await expect(gradientNorms(net)).rejects.toThrow("gradientNorms: no parameter has a gradient, expected a backward pass before");
  const [first, second] = [net[0] as Linear, net[1] as Linear];
  init.constant(first.weight, 1);
  init.constant(first.bias!, 0);
  init.constant(second.weight, 2);
  second.forward(first.forward(tensor([[3, 4]]))).sum().backward();      // ∂/∂w1 = 2 · [3, 4], ∂/∂b1 = 2, ∂/∂w2 = 7
  expect(await gradientNorms(net)).toEqual([
    { layer: "0", type: "Linear", norm: Math.sqrt(36 + 64 + 4) }, { layer: "1", type: "Linear", norm: 7 }, { layer: "2", type: "Linear", norm: null },
  ]);
  first.weight.grad = tensor([[1e-30, 0]]);
  first.bias!.grad = null;
  expect((await gradientNorms(net))[0]!.norm).toBeCloseTo(1e-30, 36);
});

test("a deep sigmoid net's gradient vanishes on the way down, a deep ReLU net's does not", async () => {
  const ratio = async (make: () => Layer): Promise<number> => {
    const generator = new Generator(4);
    const net = new Sequential(...Array.from({ length: 10 }, () => [new Linear(32, 32, { generator }), make()]).flat());
    for (const parameter of parameters(net)) if (parameter.rank === 2) init.kaimingNormal(parameter, { nonlinearity: "relu", generator });
    crossEntropy(net.forward(randn([16, 32], { generator })), tensor(Array.from({ length: 16 }, (_, at) => at), { dtype: "int32" })).backward();
    const norms = await gradientNorms(net);
    return norms[0]!.norm! / norms.at(-1)!.norm!;
  };
  expect(await ratio(() => new Sigmoid())).toBeLessThan(1e-3);
  expect(await ratio(() => new ReLU())).toBeGreaterThan(0.1);
});

test("votes and bias add up to the score; the largest voters come first", async () => {
  const generator = new Generator(3);
  const net = new Sequential(new Conv2d(1, 2, 3, { generator }), new ReLU(), new Flatten(), new Dropout(), new Linear(18, 4, { generator }), new LogSoftmax(1));
  const image = randn([1, 1, 5, 5], { generator });
  const before = memory();
  const { target, score, bias, votes, features, featureShape, ranking } = await classVotes(net, image);
  expect(memory()).toEqual(before);
  const conv = net[0] as Conv2d, last = net[4] as Linear;
  const expected = await relu(conv2d(image, conv.weight, conv.bias)).data();
  const logits = await linear(tensor(expected).reshape([1, 18]), last.weight, last.bias).data();
  expect([target, score]).toEqual([logits.indexOf(Math.max(...logits)), Math.max(...logits)]);
  expect([...features]).toEqual([...expected]);
  expect(featureShape).toEqual([2, 3, 3]);
  const weight = await last.weight.data();
  expect([...votes]).toEqual([...features].map((feature, at) => feature * weight[target * 18 + at]!));
  expect(Math.abs(votes.reduce((sum, vote) => sum + vote, bias) - score)).toBeLessThan(1e-5);
  expect(ranking.map((feature) => votes[feature]!)).toEqual([...votes].toSorted((a, b) => b - a));
  expect(new Set(ranking).size).toBe(18);
  expect((await classVotes(net, image, { target: 2 })).bias).toBe((await last.bias!.data())[2]);
  expect((await classVotes(new CnnGap(), rand([1, 1, 28, 28]))).featureShape).toEqual([48, 1, 1]);
});

test("errors", async () => {
  const net = new Sequential(new Linear(3, 4), new Linear(4, 2));
  await expect(classVotes(net, rand([2, 3]))).rejects.toThrow("classVotes: input has shape [2, 3], expected one image as a batch of one");
  await expect(classVotes(net, rand([1, 3]), { target: 2 })).rejects.toThrow("classVotes: target is 2, expected a class from 0 to 1");
  await expect(classVotes(new Sequential(net, new ReLU(), new Conv2d(1, 1, 1)), rand([1, 3]))).rejects.toThrow(/^classVotes: layer 2 \(Conv2d\) fails on/);
  await expect(classVotes(new Conv2d(1, 2, 3), rand([1, 1, 3, 3]))).rejects.toThrow("classVotes: the model gives [1, 2, 1, 1], expected class scores [1, classes]");
  await expect(classVotes(new Sequential(new Conv2d(1, 2, 3), new Flatten()), rand([1, 1, 3, 3]))).rejects.toThrow("classVotes: the model's scores [1, 2] do not come from a linear layer, expected one at its end");
  await expect(classVotes(net, rand([1, 3]), { classIndex: 2 } as object)).rejects.toThrow('classVotes: unknown option "classIndex"');
});
