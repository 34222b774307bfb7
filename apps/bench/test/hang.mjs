// For watchdog.test.ts: a program that is stuck in a synchronous call.
import { fileURLToPath } from "node:url";
import { createViteServer } from "vitest/node";

const server = await createViteServer({
  configFile: false,
  root: fileURLToPath(new URL("..", import.meta.url)),
  logLevel: "error",
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const { Watchdog } = await server.ssrLoadModule("/src/watchdog.ts");
await server.close();

const watchdog = new Watchdog(Number(process.argv[2]));
watchdog.watch("jax-js wasm in conv2d/resnet-3x3");
if (process.argv[3] === "ends") {
  await watchdog.stop();
  console.log("ended");
} else for (;;);
