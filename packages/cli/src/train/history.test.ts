import { expect, test } from "vitest";
import { History } from "./history.js";

const lines = (history: History): unknown[] => history.toJsonLines().split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("means are over images, so a short last batch counts less", () => {
  const history = new History(2);
  history.addStep({ images: 30, loss: 1, correct: 15 });
  history.addStep({ images: 10, loss: 5, correct: 1 });
  expect(history.endEpoch({ loss: 0.5, accuracy: 0.75 })).toEqual({ epoch: 1, trainLoss: 2, trainAccuracy: 0.4, valLoss: 0.5, valAccuracy: 0.75 });
});

test("a long epoch has some 50 points, the last one at its end", () => {
  const history = new History(1001);
  for (let step = 0; step < 1001; step++) history.addStep({ images: 1, loss: step, correct: 0 });
  expect(history.points).toHaveLength(48);
  expect(history.points[0]).toEqual({ epoch: 21 / 1001, loss: 10, accuracy: 0 });
  expect(history.points.at(-1)!.epoch).toBe(1);
});

test("the second epoch starts from nothing", () => {
  const history = new History(1);
  history.addStep({ images: 1, loss: 4, correct: 0 });
  history.endEpoch({ loss: 4, accuracy: 0 });
  history.addStep({ images: 1, loss: 2, correct: 1 });
  expect(history.endEpoch({ loss: 2, accuracy: 1 })).toEqual({ epoch: 2, trainLoss: 2, trainAccuracy: 1, valLoss: 2, valAccuracy: 1 });
  expect(lines(history)).toMatchObject([
    { kind: "train", epoch: 1, loss: 4, accuracy: 0 },
    { kind: "epoch", epoch: 1 },
    { kind: "train", epoch: 2, loss: 2, accuracy: 1 },
    { kind: "epoch", epoch: 2 },
  ]);
});
