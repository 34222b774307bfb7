import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { target: "es2022", modulePreload: { polyfill: false }, chunkSizeWarningLimit: Infinity },
  // One file: the page keeps its text and starts every worker from memory, long after the server may be gone.
  worker: { format: "es", rolldownOptions: { output: { codeSplitting: false } } },
});
