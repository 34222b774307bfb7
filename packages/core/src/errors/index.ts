export { ArgumentError } from "./argument-error.js";
export { BackendError } from "./backend-error.js";
export { BackendMismatchError } from "./backend-mismatch-error.js";
export { BackendUnavailableError } from "./backend-unavailable-error.js";
export { ConvokeError, type ErrorOptions } from "./convoke-error.js";
export { DataError } from "./data-error.js";
export { DisposedError } from "./disposed-error.js";
export { DTypeError } from "./dtype-error.js";
export { ShapeError } from "./shape-error.js";
