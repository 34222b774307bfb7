import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { violations } from "./boundaries.mjs";

let root;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "boundaries "))));
afterEach(() => rmSync(root, { recursive: true }));

function plant(file, text) {
  const path = join(root, "packages", file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
const manifest = (name, peers) =>
  plant(`${name}/package.json`, JSON.stringify({ name, peerDependencies: Object.fromEntries(peers.map((peer) => [peer, "1.0.0"])) }));

test.each([
  ["core's backend sees a tensor", "core", "backend/layout.ts", `import type { Tensor } from "../tensor/tensor.js";`],
  ["core's tensor sees an op", "core", "tensor/tensor.ts", `import {\n  relu,\n  tanh,\n} from "../ops/relu.js";`],
  ["core's errors see the index", "core", "errors/shape-error.ts", `export * from "../index.js";`],
  ["core has a folder of its own", "core", "helpers/sum.ts", `import "../errors/index.js";`],
  ["core sees a backend", "core", "index.ts", `import { cpu } from "@convoke/backend-cpu";`],
  ["a backend sees Tensor", "backend-cpu", "index.ts", `import { tensor } from "@convoke/core";`],
  ["a sibling sees a sibling", "nn", "index.ts", `import { Sgd } from "@convoke/optim";`],
  ["a file leaves its package", "nn", "index.ts", `import { Sgd } from "../../optim/src/index.js";`],
  ["a dependency is not listed", "nn", "index.ts", `const lodash = await import("lodash");`],
  ["Node in a browser file", "data", "idx.ts", `import { readFile } from "node:fs/promises";`],
  ["a browser file sees a Node file", "data", "index.ts", `export { mnist } from "./node.js";`],
])("%s", (_title, name, file, text) => {
  manifest(name, ["@convoke/core", "@convoke/optim", "@convoke/backend-cpu"]);
  plant(`${name}/src/${file}`, text);
  expect(violations(root)).toEqual([expect.stringContaining(`packages/${name}/src/${file}: imports "`)]);
});

test("what architecture allows", () => {
  manifest("core", []);
  plant("core/src/ops/nn/conv2d.ts", `import { defineOp } from "../../autograd/define-op.js";\nimport { ShapeError } from "../../errors/index.js";`);
  plant("core/src/index.ts", `export { conv2d } from "./ops/nn/conv2d.js"; // import "@convoke/nn"\n/* import "lodash" */`);
  plant("core/src/tensor/dtype.ts", `export type DType = "float32" | "float64";`);
  plant("core/src/index.test.ts", `import { cpu } from "@convoke/backend-cpu";`);
  manifest("backend-cpu", ["@convoke/core"]);
  plant("backend-cpu/src/index.ts", `import { defineBackend } from "@convoke/core/backend";`);
  manifest("data", ["@convoke/core"]);
  plant("data/src/node/file.ts", `import { readFile } from "node:fs/promises";`);
  plant("data/src/node.ts", `export * from "./node/file.js";`);
  manifest("convoke", ["@convoke/nn", "@convoke/backend-cpu"]);
  plant("convoke/src/cpu.ts", `import { cpu } from "@convoke/backend-cpu";\nexport * from "@convoke/nn";`);
  expect(violations(root)).toEqual([]);
});
