import { ConvokeError } from "./convoke-error.js";

/** A dtype that the operation does not take, or two that differ. */
export class DTypeError extends ConvokeError {
  override readonly name: string = "DTypeError";
}
