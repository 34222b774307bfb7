import { ConvokeError } from "./convoke-error.js";

/** An argument or option outside of what the function accepts. */
export class ArgumentError extends ConvokeError {
  override readonly name: string = "ArgumentError";
}
