import { ConvokeError } from "./convoke-error.js";

/** The backend cannot run here; the message names what is missing. */
export class BackendUnavailableError extends ConvokeError {
  override readonly name: string = "BackendUnavailableError";
}
