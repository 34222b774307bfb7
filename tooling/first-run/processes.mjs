// Child processes without a shell, so that spaces in paths need no care.
import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { root } from "./root.mjs";

const pnpmBin = join(root, "tooling/first-run/pnpm/node_modules/.bin");

/** What every child sees: pnpm on the PATH (turbo calls it) and nothing that would use the network unasked. */
function environment() {
  const env = {
    ...process.env,
    PATH: pnpmBin + delimiter + (process.env.PATH ?? ""),
    DO_NOT_TRACK: "1",
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    NO_UPDATE_NOTIFIER: "1",
    npm_config_update_notifier: "false",
    npm_config_manage_package_manager_versions: "false",
  };
  delete env.NODE_ENV;   // "production" would leave the tools out
  return env;
}

/** Runs `node <args>` in `cwd` and resolves to { code, output }; output is "" unless `quiet`. */
export function node(args, { quiet = false, cwd = root } = {}) {
  return execute(process.execPath, args, { quiet, cwd });
}

/** Like `node`, for npm: the one that started us, or else the one on the PATH. */
export function npm(args, options) {
  const started = process.env.npm_execpath ?? "";
  return started.endsWith("npm-cli.js")
    ? node([started, ...args], options)
    : execute("npm", args, { cwd: root, ...options, shell: process.platform === "win32" });
}

function execute(command, args, { quiet, cwd, shell = false }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, shell, env: environment(), stdio: quiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    let output = "";
    for (const stream of quiet ? [child.stdout, child.stderr] : []) stream.on("data", (text) => (output += text));
    // Ctrl-C reaches the child too: it decides how to end, and we end after it.
    const wait = () => {};
    const forward = () => child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", forward);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", wait).off("SIGTERM", forward);
      resolve({ code: signal ? 130 : code, output });
    });
  });
}
