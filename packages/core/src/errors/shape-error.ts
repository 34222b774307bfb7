import { ConvokeError } from "./convoke-error.js";

/** Shapes that do not fit together or do not exist. */
export class ShapeError extends ConvokeError {
  override readonly name: string = "ShapeError";
}
