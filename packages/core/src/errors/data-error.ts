import { ConvokeError } from "./convoke-error.js";

/** A file or a data set is missing, truncated, corrupt or not what it should be. */
export class DataError extends ConvokeError {
  override readonly name: string = "DataError";
}
