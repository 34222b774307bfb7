import type { Texture } from "./library.js";

/**
 * Textures that nobody uses, by number of elements. GL runs commands in order, so a texture may go to the next command at once.
 */
export class TexturePool {
  readonly delete: (texture: Texture) => void;
  readonly #limit: number;
  #free = new Map<number, Texture[]>();
  #elements = 0;

  /** @param limit Elements that may wait; beyond it all of them are deleted. */
  constructor(limit: number, remove: (texture: Texture) => void) {
    this.#limit = limit;
    this.delete = remove;
  }

  take(size: number): Texture | null {
    const texture = this.#free.get(size)?.pop();
    if (texture === undefined) return null;
    this.#elements -= size;
    return texture;
  }

  give(texture: Texture, size: number): void {
    if (this.#elements + size > this.#limit) this.clear();
    const list = this.#free.get(size);
    if (list) list.push(texture);
    else this.#free.set(size, [texture]);
    this.#elements += size;
  }

  clear(): void {
    for (const list of this.#free.values()) for (const texture of list) this.delete(texture);
    this.#free = new Map();
    this.#elements = 0;
  }
}
