import { cpu } from "@convoke/backend-cpu";
import { Generator, type Layer, memory, rand, randn, relu, setBackend, ShapeError, tensor, type Tensor, zeros } from "@convoke/core";
import { BatchNorm2d, Conv2d, Dropout, Flatten, Linear, loadStateDict, MaxPool2d, parameters, ReLU, Sequential, Softmax } from "@convoke/nn";
import { beforeAll, describe, expect, test } from "vitest";
import { type Attribution, gradCam, integratedGradients, occlusion, saliency } from "../index.js";
import { pytorch } from "./pytorch.test-data.js";

/** As a device is: nothing can be read at once. */
setBackend({ ...cpu(), capabilities: { ...cpu().capabilities, syncRead: false } });

interface Numbers {
  readonly shape: number[];
  readonly data: number[];
}
const golden = JSON.parse(pytorch) as {
  weights: Record<string, Numbers>; image: Numbers; baseline: Numbers; scores: Numbers; target: number; other: number;
  saliency: { target: Numbers; other: Numbers };
  integratedGradients: { steps: number; zeros: Numbers; baseline: Numbers };
  gradCam: Record<"3" | "4", { coarse: Numbers; map: Numbers }>;
  occlusion: { size: [number, number]; stride: [number, number]; value: number; map: Numbers };
};
const { target, other } = golden;

describe.each([["float64", 1e-10], ["float32", 2e-5]] as const)("PyTorch's numbers in %s", (dtype, tolerance) => {
  const load = ({ shape, data }: Numbers): Tensor => tensor(Float64Array.from(data), { shape, dtype });
  const model = new Sequential(
    new Conv2d(3, 4, 3, { padding: 1, dtype }), new ReLU(), new MaxPool2d(2), new Conv2d(4, 6, 3, { padding: 1, dtype }), new ReLU(), new Flatten(), new Linear(180, 5, { dtype }),
  );
  loadStateDict(model, Object.fromEntries(Object.entries(golden.weights).map(([key, value]) => [key, load(value)])));
  const image = load(golden.image), baseline = load(golden.baseline);

  /** The worst error against the largest value; another shape is infinitely wrong. */
  function errorOf(actual: { shape: readonly number[]; data: ArrayLike<number> }, expected: Numbers): number {
    if (String(actual.shape) !== String(expected.shape)) return Infinity;
    return Math.max(...expected.data.map((value, at) => Math.abs(actual.data[at]! - value))) / Math.max(...expected.data.map(Math.abs));
  }
  const expectTarget = (actual: Attribution, which: number): void => {
    expect(actual.target).toBe(which);
    expect(Math.abs(actual.score - golden.scores.data[which]!)).toBeLessThan(tolerance * 10);
  };

  test("saliency, of the highest class and of another", async () => {
    const highest = await saliency(model, image), given = await saliency(model, image, { target: other });
    expectTarget(highest, target);
    expect(errorOf(highest, golden.saliency.target)).toBeLessThan(tolerance);
    expectTarget(given, other);
    expect(errorOf(given, golden.saliency.other)).toBeLessThan(tolerance);
  });

  test("integrated gradients, in batches of any size, from zeros and from another image", async () => {
    const { steps } = golden.integratedGradients;
    for (const batchSize of [1, 5, 20]) expect(errorOf(await integratedGradients(model, image, { steps, batchSize }), golden.integratedGradients.zeros)).toBeLessThan(tolerance);
    const given = await integratedGradients(model, image, { steps, baseline, target: other });
    expectTarget(given, other);
    expect(errorOf(given, golden.integratedGradients.baseline)).toBeLessThan(tolerance);
  });

  test("Grad-CAM before and behind a ReLU, as the layer has it and over the image", async () => {
    for (const [layer, which] of [["3", undefined], ["4", other]] as const) {
      const cam = await gradCam(model, image, layer, which === undefined ? {} : { target: which });
      expectTarget(cam, which ?? target);
      expect(errorOf(cam.coarse, golden.gradCam[layer].coarse)).toBeLessThan(tolerance);
      expect(errorOf(cam, golden.gradCam[layer].map)).toBeLessThan(tolerance);
    }
  });

  test("occlusion", async () => {
    const { size, stride, value, map } = golden.occlusion;
    for (const batchSize of [1, 7, 100]) expect(errorOf(await occlusion(model, image, { size, stride, value, batchSize }), map)).toBeLessThan(tolerance);
  });
});

describe("what must hold", () => {
  const generator = new Generator(8);
  const [norm, drop] = [new BatchNorm2d(4), new Dropout(0.5)];
  const model = new Sequential({
    conv: new Conv2d(2, 4, 3, { generator }), norm, relu: new ReLU(), drop, flatten: new Flatten(), fc: new Linear(4 * 6 * 6, 3, { generator }), softmax: new Softmax(1),
  });
  const image = randn([1, 2, 8, 8], { generator });
  beforeAll(() => void model.forward(randn([4, 2, 8, 8], { generator })));

  test("completeness: the contributions add up to the difference of the scores, the better the more steps", async () => {
    const few = await integratedGradients(model, image, { steps: 4 }), many = await integratedGradients(model, image, { steps: 400, batchSize: 100 });
    for (const { data, score, baselineScore, completenessError } of [few, many]) {
      expect(completenessError).toBeCloseTo(Array.from(data).reduce((sum, value) => sum + value, 0) - (score - baselineScore), 10);
    }
    expect(Math.abs(many.completenessError)).toBeLessThan(1e-3 * Math.abs(many.score - many.baselineScore));
    expect(Math.abs(few.completenessError)).toBeGreaterThan(10 * Math.abs(many.completenessError));
  });

  test("nothing stays behind, no gradient is touched, and modes come back", async () => {
    const run = async (): Promise<void> => {
      await saliency(model, image);
      await integratedGradients(model, image, { steps: 3, baseline: 0.5 });
      await gradCam(model, image, "relu");
      await occlusion(model, image);
    };
    const before = memory();
    await run();
    expect(memory()).toEqual(before);
    expect(parameters(model).map(({ grad }) => grad)).toEqual(parameters(model).map(() => null));
    expect([norm.training, drop.training]).toEqual([true, true]);
    expect(image.requiresGrad).toBe(false);
    for (const parameter of parameters(model)) parameter.requiresGrad = false;
    await run();
    for (const parameter of parameters(model)) parameter.requiresGrad = true;
  });

  test("a failure leaves nothing behind either", async () => {
    const before = memory();
    for (const failing of [saliency(model, image, { target: 3 }), integratedGradients(model, image, { target: -1 }), gradCam(model, image, "rely"), occlusion(model, image, { target: 1.5 })]) {
      await expect(failing).rejects.toThrow(/target is|there is no layer "rely", expected one such as "relu"/);
    }
    expect(memory()).toEqual(before);
  });

  test("Grad-CAM at a layer that runs twice takes the call that is named; occlusion of a blank image finds nothing", async () => {
    class Twice implements Layer {
      conv = new Conv2d(1, 1, 3, { padding: 1, generator });
      fc = new Linear(16, 2, { generator });
      forward(input: Tensor): Tensor {
        return this.fc.forward(relu(this.conv.forward(this.conv.forward(input))).flatten(1));
      }
    }
    const net = new Twice(), small = randn([1, 1, 4, 4], { generator });
    const [first, second] = [await gradCam(net, small, "conv", { target: 0 }), await gradCam(net, small, "conv:2", { target: 0 })];
    expect(first.data).not.toEqual(second.data);
    expect(Math.max(...(await occlusion(net, zeros([1, 1, 4, 4]))).data.map(Math.abs))).toBe(0);
  });

  test("errors", async () => {
    await expect(saliency(model, rand([2, 2, 8, 8]))).rejects.toThrow("saliency: input has shape [2, 2, 8, 8], expected one image as a batch of one: [1, channels, height, width]");
    await expect(saliency(model, rand([1, 2, 7, 7]))).rejects.toThrow(ShapeError);
    await expect(saliency(new Conv2d(2, 2, 3), image)).rejects.toThrow("saliency: the model gives [1, 2, 6, 6], expected class scores [1, classes]");
    await expect(integratedGradients(model, image, { baseline: zeros([1, 2, 8, 7]) })).rejects.toThrow("integratedGradients: baseline has shape [1, 2, 8, 7], expected the input's, [1, 2, 8, 8]");
    await expect(integratedGradients(model, image, { steps: 0 })).rejects.toThrow("integratedGradients: steps is 0, expected an integer of at least 1");
    await expect(gradCam(model, image, "fc")).rejects.toThrow('gradCam: layer "fc" gives [1, 3], expected maps [1, channels, height, width]');
    await expect(occlusion(model, image, { size: 2, stride: [3, 1] })).rejects.toThrow("occlusion: stride [3, 1] is more than the size [2, 2], expected no gaps between windows");
    await expect(occlusion(model, image, { size: 0 })).rejects.toThrow("occlusion: size is 0, expected an integer of at least 1");
    await expect(occlusion(model, image, { window: 2 } as object)).rejects.toThrow('occlusion: unknown option "window"');
  });
});
