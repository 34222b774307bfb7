// Loaded by URL from dist/subjects: these packages are installed here and cannot be resolved from there.
import "@tensorflow/tfjs-backend-cpu";
import core from "@tensorflow/tfjs-core";
import layers from "@tensorflow/tfjs-layers";

/** What the package `@tensorflow/tfjs` would export; version 4.22.0 is CommonJS. */
export const tf = { ...core, layers: layers.layers, sequential: layers.sequential };
