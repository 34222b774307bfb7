import { ConvokeError } from "./convoke-error.js";

/** A backend failed while it worked: a dead worker, a lost device, no memory. */
export class BackendError extends ConvokeError {
  override readonly name: string = "BackendError";
}
