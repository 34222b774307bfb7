// Runs a program from its source and that of the packages, so that its tests need no build:
//   node tooling/test/from-source.mjs apps/mnist/src/main.ts --model mlp --limit 640
import { dirname, resolve as absolute } from "node:path";
import { createViteServer } from "vitest/node";

const entry = absolute(process.argv[2]);
process.argv.splice(1, 1);   // the program sees its own arguments only
const resolve = { conditions: ["@convoke/source", "node"] };
const server = await createViteServer({
  configFile: false,
  root: dirname(dirname(entry)),   // the package's folder
  logLevel: "error",
  resolve,
  ssr: { resolve },
  oxc: { target: "es2022" },       // Node 20 has no `using`
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
await server.ssrLoadModule(entry);
await server.close();
