import { type Backend, Buffer, type Cell, Parameter } from "@convoke/core";
import { walk } from "./walk.js";

/**
 * Moves all parameters and buffers of a layer to another backend, and drops their gradients. PyTorch: `Module.to`.
 *
 * The parameters remain the same objects, so that an optimizer that has them trains on; one that has made a step keeps its state on the
 * old backend, so move first. A problem is an error, and nothing has moved then.
 *
 * @example
 * await moveLayer(model, await workerThreads());
 */
export async function moveLayer(layer: object, backend: Backend): Promise<void> {
  const cells = new Set<Cell>();
  for (const [, value] of walk(layer)) if ((value instanceof Parameter || value instanceof Buffer) && value.backend !== backend) cells.add(value);
  const moved = await Promise.all([...cells].map(async (cell) => [cell, await cell.to(backend)] as const));
  for (const [cell, copy] of moved) {
    cell.relocate(copy);
    copy.dispose("moveLayer");
  }
}
