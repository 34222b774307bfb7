import type { Prepared, SubjectEntry } from "../../subject.js";
import { loadPeer } from "../load-peer.js";
import type { Convnet } from "./convnet-api.js";
import { prepareTraining } from "./convnet-training.js";

/** It computes image by image inside of layers, so a whole training step is all that it can be compared in. */
export const convnetSubject: SubjectEntry<Prepared> = {
  name: "ConvNetJS",
  async open() {
    const { convnet, version } = await loadPeer<{ readonly convnet: Convnet; readonly version: string }>("convnet.mjs");
    return {
      name: "ConvNetJS", threads: 1,
      version: `ConvNetJS ${version}, float64`,
      prepare(workload) {
        return workload.kind === "trainingStep" ? prepareTraining(convnet, workload) : null;
      },
      dispose() {},
    };
  },
};
