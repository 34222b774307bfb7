import { cpu } from "@convoke/backend-cpu";
import { expect, test } from "vitest";
import { testBackend } from "./vitest.js";

test("the page is cross-origin isolated", () => {
  expect(crossOriginIsolated).toBe(true);
  expect(new SharedArrayBuffer(8).byteLength).toBe(8);
});

testBackend(() => cpu());
