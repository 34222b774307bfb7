// Bundles src/team/follow.ts into src/generated/worker-source.ts, so that no bundler has to find a worker's file. `--dist` writes dist/worker.js for `workerUrl`.
import { renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));

/** A script that defines `team.follow`. */
export async function workerScript() {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/team/follow.ts")], bundle: true, write: false, format: "iife", globalName: "team", target: "es2022",
    minify: true, charset: "ascii", logLevel: "warning",
  });
  return outputFiles[0].text.trim();
}

/** The text of src/generated/worker-source.ts. */
export async function generate() {
  return `// Made by build-worker.mjs from src/team/follow.ts; do not edit.\n/** A script that defines \`team.follow\`. */\nexport const workerSource = ${JSON.stringify(await workerScript())};\n`;
}

function write(path, text) {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--dist")) write(join(root, "dist/worker.js"), `${await workerScript()}\nonmessage = ({ data }) => team.follow(data, () => postMessage("ready"));\n`);
  else write(join(root, "src/generated/worker-source.ts"), await generate());
}
