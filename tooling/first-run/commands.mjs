import { join } from "node:path";
import { findChromium } from "./find-chromium.mjs";
import { node } from "./processes.mjs";
import { root } from "./root.mjs";
import { StepError, build, fetchPnpm, installDependencies, installPeers, pnpm } from "./set-up.mjs";

/** A tool of the root package.json, by the path of its program. */
const tool = (path, args, options) => node([join(root, path), ...args], options);
const oxlint = (args, options) => tool("node_modules/oxlint/bin/oxlint", ["--deny-warnings", ...args], options);
const boundaries = (options) => tool("tooling/lint/boundaries.mjs", [], options);
const tsc = (args, options) => tool("node_modules/typescript/bin/tsc", ["--noEmit", "--project", root, ...args], options);
const vitest = (args) => tool("node_modules/vitest/vitest.mjs", ["run", ...args]);

/** Every command gets the user's arguments and resolves to an exit code. */
const commands = {
  start: (args) => app("mnist", args),
  bench: async (args) => {
    await installPeers();
    return app("bench", args);
  },
  conformance: (args) => app("conformance", args),
  lessons: (args) => app("lessons", args),
  "train-nets": (args) => app("nets", args),
  "backend-check": async (args) => {
    await build("@convoke/app-backend-check");
    return code(tool("apps/backend-check/serve.mjs", args));
  },
  test,
  lint: async (args) => (await code(oxlint(args))) || code(boundaries()),
  typecheck: (args) => code(tsc(args)),
  build: async () => {
    await build();
    return 0;
  },
  coverage: (args) => code(vitest(["--coverage", "--project", "node", "--project", "prop", ...args])),
  fuzz: (args) => {
    process.env.FUZZ ??= "100000";   // inputs for each decoder and parser; npm test gives them 2,000
    return code(vitest(["--project", "prop", "fuzz", "--testTimeout", "3600000", ...args]));
  },
  changeset: (args) => code(tool("node_modules/@changesets/cli/bin.js", args)),
  pnpm: (args) => code(pnpm(args)),
};

export async function runCommand(name, args) {
  const command = commands[name];
  if (!command) {
    console.error(`convoke: there is no command ${name}, only ${Object.keys(commands).join(", ")}`);
    return 1;
  }
  try {
    await fetchPnpm();
    if (name !== "pnpm") await installDependencies();   // pnpm itself may be there to change them
    return await command(args);
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function app(name, args) {
  await build(`@convoke/app-${name}`);
  return code(tool(`apps/${name}/dist/main.js`, args));
}

async function test(args) {
  const failed =
    (await stage("lint", () => oxlint([], { quiet: true }))) ||
    (await stage("import boundaries", () => boundaries({ quiet: true }))) ||
    (await stage("types", () => tsc(["--pretty", "false"], { quiet: true }))) ||
    (await stage("build", async () => ({ code: 0, output: await build() })));
  if (failed) return failed;
  if (!findChromium()) console.log("not run: browser, browser-plain (no Chromium found; set CHROMIUM or install the package chromium)");
  return code(vitest(args));
}

/** Runs one quiet stage of `npm test` and prints its line; its output only when it fails. */
async function stage(title, run) {
  const start = performance.now();
  const { code, output } = await run();
  if (code !== 0) console.log(output);
  console.log(`${code === 0 ? "ok" : "FAILED"}: ${title} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  return code;
}

const code = async (result) => (await result).code;
