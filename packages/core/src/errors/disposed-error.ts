import { ConvokeError } from "./convoke-error.js";

/** A tensor, a graph or a backend was used after it was given back. */
export class DisposedError extends ConvokeError {
  override readonly name: string = "DisposedError";
}
