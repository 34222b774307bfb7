import { cpu } from "@convoke/backend-cpu";
import { workerThreads } from "@convoke/backend-worker-threads";
import type { SubjectEntry } from "../subject.js";
import { convnetSubject } from "./convnetjs/convnet-subject.js";
import { convokeSubject } from "./convoke/convoke-subject.js";
import { jaxSubject } from "./jax/jax-subject.js";
import { pytorchSubject } from "./pytorch/pytorch-subject.js";
import { tfjsSubject } from "./tfjs/tfjs-subject.js";

/** In the order of the table. Results are compared with those of the first that can do the work. */
export const subjects: readonly SubjectEntry[] = [
  convokeSubject("convoke cpu", "cpu", cpu),
  convokeSubject("worker-threads ×1", "wt×1", () => workerThreads({ threads: 1 })),
  convokeSubject("worker-threads ×2", "wt×2", () => workerThreads({ threads: 2 })),
  tfjsSubject("cpu"),
  tfjsSubject("wasm"),
  jaxSubject,
  convnetSubject,
  pytorchSubject(1),
  pytorchSubject(2),
];
