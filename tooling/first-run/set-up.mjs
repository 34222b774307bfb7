// pnpm, the dependencies and the built packages. Every step is announced in one line and skipped when nothing has changed.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { node, npm } from "./processes.mjs";
import { root } from "./root.mjs";

const pnpmFolder = join(root, "tooling/first-run/pnpm");
const pnpmProgram = join(pnpmFolder, "node_modules/pnpm/bin/pnpm.cjs");

/** A failed step; `output` is what the tool printed. */
export class StepError extends Error {}

export function fetchPnpm() {
  return oncePerState(
    "fetching pnpm into tooling/first-run/pnpm",
    join(pnpmFolder, "node_modules/pnpm/.complete"),
    [join(pnpmFolder, "package-lock.json")],
    () => npm(["ci", "--prefix", pnpmFolder, "--ignore-scripts", "--no-audit", "--no-fund"], { quiet: true, cwd: pnpmFolder }),
  );
}

export function installDependencies() {
  return oncePerState(
    "installing the dependencies",
    join(root, "node_modules/.pnpm/.complete"),
    ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ...manifests()].map((file) => join(root, file)),
    () => pnpm(["install", "--frozen-lockfile"], { quiet: true }),
  );
}

/** The libraries that the benchmark compares with. */
export const installPeers = () => installAside("apps/bench/peers", "installing the libraries to compare with");

/** A Node with relaxed SIMD. */
export const installNewerNode = () => installAside("tooling/newer-node", "installing Node 24 into tooling/newer-node");

/** What is not part of the workspace, and is installed only when a command needs it. */
function installAside(path, title) {
  const folder = join(root, path);
  return oncePerState(
    title,
    join(folder, "node_modules/.pnpm/.complete"),
    [join(folder, "package.json"), join(folder, "pnpm-lock.yaml")],
    () => pnpm(["install", "--frozen-lockfile", "--ignore-workspace", "--ignore-scripts"], { quiet: true, cwd: folder }),
  );
}

/** Builds one package with all it needs, or every package; turbo knows what is up to date and then takes no time. */
export async function build(packageName) {
  const filter = packageName ? [`--filter=${packageName}`] : [];
  const turbo = ["run", "build", ...filter, "--output-logs=errors-only", "--no-color"];
  const announcement = setTimeout(() => console.error("convoke: building …"), 300);
  const { code, output } = await node([join(root, "node_modules/turbo/bin/turbo"), ...turbo], { quiet: true });
  clearTimeout(announcement);
  if (code !== 0) throw new StepError(`${output}\nconvoke: the build failed`);
}

export function pnpm(args, options) {
  return node([pnpmProgram, ...args], options);
}

/**
 * Runs `action` unless `stamp` holds the hash of `inputs`. The stamp lies in the folder that the action fills, and goes
 * before it starts: a step that was cut short runs again.
 */
async function oncePerState(title, stamp, inputs, action) {
  const state = hashOf(inputs);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  console.error(`convoke: ${title} …`);
  rmSync(stamp, { force: true });
  const { code, output } = await action();
  if (code === 130) throw new StepError(`convoke: stopped while ${title}; the next run repairs it`);
  if (code !== 0) throw new StepError(`${output}\nconvoke: ${title} failed; run the command again once the reason above is gone`);
  writeFileSync(stamp, state);
}

function hashOf(files) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/** package.json of every workspace package. */
function manifests() {
  const folders = ["packages", "apps"].flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`));
  return [...folders, "tooling/fixtures"].map((folder) => `${folder}/package.json`).filter((file) => existsSync(join(root, file)));
}
