import { open } from "node:fs/promises";
import { corruptFile } from "../safetensors/corrupt.js";
import { openStream, type SafetensorsStream } from "../safetensors/stream-safetensors.js";
import { fileError } from "./file-error.js";

const chunkBytes = 1 << 20;

/**
 * Opens a safetensors file to read it tensor by tensor, so that a large one is never in memory as a whole: `streamSafetensors` of a file, with the
 * file named in every error.
 *
 * @throws {DataError} from here or from the loop, for a file that is missing, unreadable, truncated or corrupt.
 * @example
 * const file = await openSafetensors("weights.safetensors");
 * for await (const { name, shape } of file) console.log(name, shape);
 */
export async function openSafetensors(path: string): Promise<SafetensorsStream> {
  const chunks = await read(path).catch((cause: unknown) => {
    throw fileError("openSafetensors", "read", path, cause);
  });
  return openStream(chunks.iterator, chunks.size, "openSafetensors", corruptFile(`openSafetensors: ${path}`, { path }));
}

async function read(path: string): Promise<{ readonly iterator: AsyncIterator<Uint8Array>; readonly size: number | null }> {
  const handle = await open(path);
  const stat = await handle.stat();
  const iterator = (async function* () {
    try {
      for (;;) {
        const { bytesRead, buffer } = await handle.read(new Uint8Array(chunkBytes));
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } catch (cause) {
      throw fileError("openSafetensors", "read", path, cause);
    } finally {
      await handle.close();
    }
  })();
  return { iterator, size: stat.isFile() ? stat.size : null };   // of a pipe the size is not known
}
