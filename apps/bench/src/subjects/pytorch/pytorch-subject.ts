import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { NotInstalled, type Prepared, type Subject, type SubjectEntry } from "../../subject.js";
import { additions, type OperationWorkload, operations, type Results, type TrainingWorkload, type Values } from "../../workload.js";
import { LineClient } from "./line-client.js";

const script = fileURLToPath(new URL("../../../peers/pytorch.py", import.meta.url));

/** After a call OpenBLAS's threads spin on a core for 2²⁶ cycles, some 30 ms (its default is four times as long): others have their turn after that. */
const spin = { OPENBLAS_THREAD_TIMEOUT: "26" };
const spinMs = 60;

/** PyTorch in a Python process of its own, for each number of threads; it measures its time itself, so that the pipe costs nothing. */
export function pytorchSubject(threads: number, interpreters: readonly string[] = ["/usr/bin/python3", "python3"], program: string = script): SubjectEntry<Prepared> {
  const name = `PyTorch ×${threads}`;
  return {
    name,
    async open(signal): Promise<Subject<Prepared>> {
      const chosen = process.env["PYTHON"];
      const { client, version, settings } = await firstWithTorch(chosen ? [chosen] : interpreters, program, threads, signal);
      return {
        name, threads,
        version: [`PyTorch ${version}`, settings, ...activeSettings(process.env)].filter(Boolean).join(", "),
        async prepare(workload): Promise<Prepared | null> {
          if (workload.kind === "epoch" || workload.kind === "startUp") return null;
          await client.ask({ do: "prepare", workload: encode(workload) });
          return {
            run: async (calls) => (await client.ask({ do: "run", calls }))["ms"] as number,
            after: () => (threads > 1 ? sleep(spinMs) : Promise.resolve()),
            results: async () => decode((await client.ask({ do: "results" }))["results"] as Readonly<Record<string, string>>),
            dispose: () => void client.ask({ do: "release" }).catch(() => {}),
          };
        },
        dispose: () => client.kill(),
      };
    },
  };
}

interface Greeting {
  readonly client: LineClient;
  readonly version: string;
  readonly settings: string;
}

async function firstWithTorch(interpreters: readonly string[], program: string, threads: number, signal?: AbortSignal): Promise<Greeting> {
  const limits = { OMP_NUM_THREADS: String(threads), OPENBLAS_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  for (const interpreter of interpreters) {
    const client = new LineClient(interpreter, [program], { ...spin, ...process.env, ...limits });
    signal?.addEventListener("abort", () => client.kill());
    const greeting = await client.ask({ do: "hello", threads }).catch(() => null);
    if (typeof greeting?.["version"] === "string") return { client, version: greeting["version"], settings: String(greeting["settings"]) };
    client.kill();
  }
  throw new NotInstalled(`not installed in ${interpreters.join(" or ")} (PYTHON names another)`);
}

/** What else in the environment changes the speed of PyTorch's libraries. */
export function activeSettings(env: NodeJS.ProcessEnv): readonly string[] {
  const ours = new Set(["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]);
  const matters = (key: string): boolean => /^(OPENBLAS|OMP|KMP|GOMP|MKL|DNNL|ONEDNN|ATEN)_/.test(key) && !ours.has(key);
  return Object.entries(env).filter(([key]) => matters(key)).map(([key, value]) => `${key}=${value}`);
}

const values = ({ shape, data }: Values): object => ({ shape, data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("base64") });

function encode(workload: OperationWorkload | TrainingWorkload): object {
  switch (workload.kind) {
    case "operation": return { ...workload, inputs: workload.inputs.map(values), outputs: operations[workload.operation].outputs, additions };
    case "trainingStep": {
      const state = Object.fromEntries(Object.entries(workload.state).map(([key, value]) => [key, values(value)]));
      return { ...workload, images: values(workload.images), labels: [...workload.labels], state };
    }
  }
}

function decode(results: Readonly<Record<string, string>>): Results {
  return Object.fromEntries(Object.entries(results).map(([name, text]) => [name, new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer)]));
}
