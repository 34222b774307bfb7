import type { Dataset, ImageBatch, ImageSample } from "@convoke/data";
import { encodeNet } from "./encode-net.js";
import { measureAccuracy } from "./measure-accuracy.js";
import type { Net } from "./nets.js";
import { type Progress, trainNet } from "./train-net.js";

export interface Images {
  readonly train: Dataset<ImageSample, ImageBatch>;
  readonly test: Dataset<ImageSample, ImageBatch>;
}

export interface MadeNet {
  /** The file. */
  readonly bytes: Uint8Array;
  readonly testAccuracy: number;
  /** Of training alone. */
  readonly seconds: number;
}

/** Trains, tests and encodes. */
export async function makeNet(name: string, net: Net, images: Images, onProgress: (progress: Progress) => void): Promise<MadeNet> {
  const begin = performance.now();
  const model = await trainNet(net, images.train, onProgress);
  const seconds = (performance.now() - begin) / 1000;
  const testAccuracy = await measureAccuracy(model, images.test);
  return { bytes: await encodeNet(name, net, model, testAccuracy), testAccuracy, seconds };
}
