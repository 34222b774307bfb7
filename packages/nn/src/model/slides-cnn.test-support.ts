import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "../index.js";

/** The CNN of the slides, for images of [N, 1, 28, 28]. */
export function slidesCNN(): Sequential {
  return new Sequential(
    new Conv2d(1, 16, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Conv2d(16, 32, 3, 1, 1), new ReLU(), new MaxPool2d(2),
    new Flatten(),
    new Linear(32 * 7 * 7, 128), new ReLU(),
    new Linear(128, 10),
  );
}
