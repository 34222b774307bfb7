import { randomSplit, subset } from "@convoke/data";
import { RunError } from "../command/errors.js";
import type { Data, Images, Split } from "./data.js";

/** Deals the training images out at random to training and validation. */
export function splitImages(all: Images, { limit, valSize, seed }: Split): Pick<Data, "train" | "val" | "available"> {
  const aside = valSize ?? Math.min(5_000, Math.floor(all.length / 10));
  const available = all.length - aside;
  if (available < 1) throw new RunError(`--val-size ${aside} leaves none of the ${all.length} training images to learn from`);
  const [rest, val] = randomSplit(all, [available, aside], { seed });
  return { train: firstOf(rest, limit === 0 ? available : limit), val, available };
}

/** The first `count` samples, or all where there are fewer. */
export function firstOf(images: Images, count: number): Images {
  return subset(images, Array.from({ length: Math.min(count, images.length) }, (_, i) => i));
}
