import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Writes `content` under a temporary name in the same folder, forces it to disk, and renames it to `path`.
 *
 * Same folder, because a rename is atomic within one file system only. After a failure the temporary file is gone.
 */
export async function replaceFile(path: string, content: string | Uint8Array | Iterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.convoke-${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, "wx");
    try {
      for (const part of typeof content === "string" || content instanceof Uint8Array ? [content] : content) await file.writeFile(part);   // goes on where the last one ended
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {}); // the first error is the one to tell
    throw error;
  }
  await syncFolder(folder).catch(() => {}); // the file is in place; Windows and some network drives cannot do more
}

/** A rename survives a power failure only once its folder is on disk too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
