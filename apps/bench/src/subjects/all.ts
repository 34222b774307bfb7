import { cpu } from "@convoke/backend-cpu";
import { workerThreads } from "@convoke/backend-worker-threads";
import { inOwnProcess } from "../process/in-own-process.js";
import type { Prepared, SubjectEntry } from "../subject.js";
import { convnetSubject } from "./convnetjs/convnet-subject.js";
import { convokeSubject } from "./convoke/convoke-subject.js";
import { jaxSubject } from "./jax/jax-subject.js";
import { pytorchSubject } from "./pytorch/pytorch-subject.js";
import { tfjsSubject } from "./tfjs/tfjs-subject.js";

/** Those that a Node process can open: process/subject-program.ts. */
export const nodeSubjects: readonly SubjectEntry<Prepared>[] = [
  convokeSubject("convoke cpu", "cpu", cpu),
  convokeSubject("worker-threads ×1", "wt×1", () => workerThreads({ threads: 1 })),
  convokeSubject("worker-threads ×2", "wt×2", () => workerThreads({ threads: 2 })),
  tfjsSubject("cpu"),
  tfjsSubject("wasm"),
  jaxSubject,
  convnetSubject,
];

/** In the order of the table. Results are compared with those of the first that can do the work. */
export const subjects: readonly SubjectEntry[] = [...nodeSubjects.map((entry) => inOwnProcess(entry)), pytorchSubject(1), pytorchSubject(2)];
