import { defineConfig } from "vitest/config";

const resolve = { conditions: ["@convoke/source"] };

// eslint-disable-next-line import/no-default-export -- what vitest wants
export default defineConfig({
  resolve, ssr: { resolve }, oxc: { target: "es2022" },
  test: { include: ["*.check.mjs"], testTimeout: 120_000 },
});
