import { data } from "convoke";
import { type Digits, subsetOf } from "../digits.js";
import type { Network, Networks } from "./networks.js";
import { permuted } from "./permuted.js";
import { type NetworkName, type Recipe, recipes } from "./recipes.js";
import { trainNetwork } from "./train-network.js";

/** Images to learn from at most, with --quick. */
const few = 2_000;

/** Trains on demand, and says on the way how far it is. */
export function makeNetworks(digits: () => Promise<Digits>, quick: boolean, report: (text: string) => void): Networks {
  const trained = new Map<NetworkName, Promise<Network>>();
  const start = async (name: NetworkName): Promise<Network> => {
    const { make, images, epochs, permuted: isPermuted }: Recipe = recipes[name];
    const { train } = await digits();
    const source: data.ImageDataset = isPermuted ? permuted(train) : train;
    const many = quick ? Math.min(images, few) : images;
    return trainNetwork(make, subsetOf(source, 0, many), quick ? Math.min(epochs, 3) : epochs, (share) => report(`${name}: ${many.toLocaleString("en-US")} × ${epochs}, ${Math.floor(100 * share)} %`));
  };
  return {
    quick,
    get: (name) => {
      if (!trained.has(name)) trained.set(name, start(name));
      return trained.get(name)!;
    },
  };
}
