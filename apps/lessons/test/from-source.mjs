// Runs the app as `npm start` does, but from its source and that of the packages, so that its tests need no build:
//   node test/from-source.mjs --only
import { fileURLToPath } from "node:url";
import { createViteServer } from "vitest/node";

const resolve = { conditions: ["@convoke/source", "node"] };
const server = await createViteServer({
  configFile: false,
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
  resolve,
  ssr: { resolve },
  oxc: { target: "es2022" },       // Node 20 has no `using`
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
await server.ssrLoadModule("/src/main.ts");
await server.close();
