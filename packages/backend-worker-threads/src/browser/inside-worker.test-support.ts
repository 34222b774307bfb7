// A module worker's program: what the test asks is done here, off the page's main thread.
import { start } from "../start.js";
import { slotCount } from "../team/control.js";
import { countTo, toil } from "./toil.test-support.js";

const answers = {
  async results(): Promise<unknown> {
    const { backend } = await start({ threads: 2 });
    const { threads, runsOn } = backend.info(), { syncRead } = backend.capabilities;
    const value = backend.readSync!(backend.fill(4, 7, "float32"))[3];
    const counts = await countTo(10 * slotCount, backend, 5 * slotCount);
    await backend.dispose();
    return { threads, runsOn, syncRead, value, counts };
  },
  /** What happens first once the workers are told to end: the time that they need (threads stayed after 5 ms, none after 20), or the promise of dispose(). */
  async farewell(): Promise<unknown> {
    const { backend, crew } = await start({ threads: 2 }), order: string[] = [];
    for (const worker of crew!.workers) {
      worker.terminate = () => {
        Worker.prototype.terminate.call(worker);
        setTimeout(() => order.push("time to end"), 20);
      };
    }
    await backend.dispose();
    return [...order, "disposed"];
  },
  async killed(): Promise<unknown> {
    const { backend, crew } = await start({ threads: 2, stallTimeout: 400 });
    const product = toil(backend, 300);
    for (const worker of crew!.workers) void worker.terminate();
    await new Promise((resolve) => setTimeout(resolve, 3000));   // Chromium gives them 2 s
    try {
      return backend.readSync!(product)[0];
    } catch (error) {
      return String(error);
    }
  },
};

onmessage = async ({ data }: MessageEvent<keyof typeof answers>) => {
  postMessage(await answers[data]().catch(String));
};
