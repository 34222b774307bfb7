import { processors, recruit, workersAre, workersObstacle } from "#crew";
import { BackendError, BackendUnavailableError, type Backend } from "@convoke/core/backend";
import { compileAsync, hasFeature, instantiate, kernelNames } from "@convoke/wasm-kernels";
import { defineWorkerThreads } from "./define-worker-threads.js";
import { Device } from "./memory/device.js";
import { createMemory, sharingObstacle } from "./memory/create-memory.js";
import type { SharedStorage } from "./memory/storage.js";
import { checkOptions, type WorkerThreadsOptions } from "./options.js";
import { controlBytes } from "./team/control.js";
import type { Crew } from "./team/crew.js";
import { hint, type Runner } from "./team/runner.js";
import { Solo } from "./team/solo.js";
import { Team } from "./team/team.js";

/** A backend, and what tests want to see of it. */
export interface Started {
  readonly backend: Backend<SharedStorage>;
  readonly device: Device;
  readonly runner: Runner;
  /** null where the calling thread does the work. */
  readonly crew: Crew | null;
}

/** More threads than this one has to ask for. */
const mostByDefault = 16;

/** `workerThreads`, with its parts in reach; `prepare` gets the words of the memory before anybody works on it. */
export async function start(options: WorkerThreadsOptions = {}, prepare: (words: Int32Array) => void = () => {}): Promise<Started> {
  checkOptions(options);
  const obstacle = sharingObstacle() ?? workersObstacle();
  if (obstacle !== null && (options.threads ?? 0) > 0) {
    throw new BackendUnavailableError(`workerThreads: ${options.threads} threads need workers that share memory, but ${obstacle}`, {
      hint: "leave threads out to run in the calling thread", details: { feature: sharingObstacle() === null ? "Worker" : "SharedArrayBuffer" },
    });
  }
  const threads = obstacle === null ? options.threads ?? Math.min(processors(), mostByDefault) : 0;
  const relaxed = options.deterministic !== true && hasFeature("relaxedSimd");
  const module = await compileKernels(threads > 0, relaxed);
  const { memory, limit } = createMemory(threads > 0, options.memoryLimit);
  prepare(new Int32Array(memory.buffer));
  const { runner, crew } = threads > 0
    ? await startTeam(memory, module, threads, options)
    : { runner: new Solo(memory, instantiate(memory, module)), crew: null };
  const device = new Device({ memory, runner, threads: Math.max(threads, 1), heapStart: controlBytes, limit });
  const backend = defineWorkerThreads(device, runner, crew, {
    threads: Math.max(threads, 1),
    runsOn: threads > 0 ? workersAre : `the calling thread, because ${obstacle ?? "threads is 0"}`,
    simd: relaxed ? "relaxed" : "plain",
    memoryLimit: limit,
  });
  return { backend, device, runner, crew };
}

async function compileKernels(shared: boolean, relaxed: boolean): Promise<WebAssembly.Module> {
  try {
    return await compileAsync(shared, { relaxed });
  } catch (cause) {
    if (BackendUnavailableError.isInstance(cause)) {
      const [message = ""] = cause.message.split("\n");
      throw new BackendUnavailableError(message.replace(/^\w+/, "workerThreads"), { cause, details: cause.details, ...(cause.hint !== undefined && { hint: cause.hint }) });
    }
    throw new BackendUnavailableError(`workerThreads: the kernels were not compiled: ${String(cause)}`, {
      cause, hint: "a Content-Security-Policy must allow WebAssembly: script-src 'wasm-unsafe-eval'",
    });
  }
}

async function startTeam(memory: WebAssembly.Memory, module: WebAssembly.Module, threads: number, { stallTimeout = 30_000, workerUrl }: WorkerThreadsOptions) {
  let crew: Crew | null = null;
  const runner: Team = new Team({ memory, threads, stallTimeout, hold: (isHeld) => crew?.hold(isHeld), dismiss: () => void crew?.terminate() });
  crew = await recruit({
    orders: Array.from({ length: threads }, (_, worker) => ({ module, memory, worker, threads, kernels: kernelNames })),
    workerUrl,
    onDeath: (worker, reason) => runner.fail(new BackendError(`worker-threads: worker ${worker} died ${runner.activityOf(worker)}: ${reason}`, { hint, details: { worker } })),
  });
  return { runner, crew };
}
