import { planChecks } from "@convoke/conformance";
import { testBackend } from "@convoke/conformance/vitest";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { helpers } from "./helpers.js";
import { gpujs } from "./index.js";
import { loadLibrary, type Gpu } from "./library.js";
import { waivers as waive } from "./waivers.js";

const sources = new Set(helpers.map(({ source }) => source));
beforeAll(async () => {
  const prototype = (await loadLibrary()).GPU.prototype as Gpu;
  const original = prototype.createKernel;
  vi.spyOn(prototype, "createKernel").mockImplementation(function (this: Gpu, source, settings) {
    sources.add(source);
    return original.call(this, source, settings);
  });
});
afterAll(() => vi.restoreAllMocks());

describe("kernels for any size", () => {
  testBackend(() => gpujs({ mode: "cpu", specializeAfter: Infinity }), { runs: 8, waive, checks: planChecks().filter(({ layer }) => layer !== "model") });
});

describe("kernels of one size", () => {
  testBackend(() => gpujs({ mode: "cpu", specializeAfter: 1 }), { runs: 3, waive });
});

describe("the sources of all those kernels keep the rules of gpu.js's translators", () => {
  test("there are many", () => expect(sources.size).toBeGreaterThan(150));

  test("no name is declared twice: WebAssembly would mix them up", () => {
    for (const source of sources) {
      const names = [...source.matchAll(/\b(?:let|const) (\w+)/g)].map(([, name]) => name);
      const parameters = /^function \w*\s?\(([^)]*)\)/.exec(source)![1]!.split(", ");
      const all = [...names, ...parameters].filter((name) => name !== "");
      expect(all.filter((name, i) => all.indexOf(name) !== i), source).toEqual([]);
    }
  });

  test("loops are canonical, nothing goes on or uses bits, all dims are known", () => {
    for (const source of sources) {
      expect([...source.matchAll(/\bfor \(([^)]*)\)/g)].map(([, head]) => head).filter((head) => !/^let (\w+) = 0; \1 < (this\.constants\.\w+|\w+Dim|\d+); \1\+\+$/.test(head!)), source).toEqual([]);
      expect(source).not.toMatch(/\bcontinue\b|\bwhile\b|[^&]&[^&]|>>|<<|=>|\$/);
    }
  });
});
