import type { Layer } from "convoke";

/** The networks of the lessons; each is trained once a run, when the first lesson asks for it. */
export interface Networks {
  /** Fewer images and steps; bounds that need a good network are not checked. */
  readonly quick: boolean;
  get(name: string): Promise<Layer>;
}
