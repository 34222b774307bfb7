// Loaded by URL from dist/subjects: these packages are installed here and cannot be resolved from there.
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-layers";      // for what it registers: the gradients of the functions
import core from "@tensorflow/tfjs-core";

core.enableProdMode();   // no checks, no advertisement

/** All of `@tensorflow/tfjs-core` 4.22.0, which is CommonJS, with its cpu and wasm backends. */
export const tf = core;
