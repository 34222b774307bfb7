import { NotInstalled } from "../subject.js";

/** What a file of apps/bench/peers exports: those packages are installed there, and can be resolved from nowhere else. */
export async function loadPeer<T>(file: string): Promise<T> {
  try {
    return (await import(new URL(`../../peers/${file}`, import.meta.url).href)) as T;
  } catch (error) {
    if ((error as { readonly code?: string }).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new NotInstalled("not installed, npm run bench does it", { cause: error });
  }
}
