import { ConvokeError } from "./convoke-error.js";

/** Tensors of different backends met in one operation. */
export class BackendMismatchError extends ConvokeError {
  override readonly name: string = "BackendMismatchError";
}
