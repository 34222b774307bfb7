import { availableParallelism } from "node:os";
import { defineCommand } from "../command/command.js";
import { toggle } from "../command/flag.js";
import { defaultBackend } from "../backends/backends.js";
import type { BackendReport } from "../backends/describe-backends.js";
import { version } from "../version.js";

/** `convoke info`: which backends run here, and on what. */
export const infoCommand = defineCommand({
  name: "convoke info",
  usage: "convoke info",
  about: "Says which backends run on this machine, and on what.",
  flags: { json: toggle("print one JSON object and nothing else") },
  examples: [
    ["convoke info", "backends, threads, SIMD level, dtypes"],
    ["convoke info --json | jq '.backends[].name'", "the same for programs"],
  ],
  async run({ flags }, { print }) {
    const { describeBackends } = await import("../backends/describe-backends.js");
    const host = { convoke: version(), node: process.version, platform: process.platform, arch: process.arch, processors: availableParallelism() };
    const backends = await describeBackends();
    if (flags.json) {
      print(JSON.stringify({ ...host, default: defaultBackend, backends }, null, 2));
      return 0;
    }
    print(`Convoke ${host.convoke} on Node ${host.node}, ${host.platform} ${host.arch}, ${host.processors} processors`);
    for (const backend of backends) for (const line of linesOf(backend)) print(line);
    return 0;
  },
});

function linesOf({ name, about, info, capabilities, problem }: BackendReport): string[] {
  const lines = ["", `${name}${name === defaultBackend ? " (the default)" : ""}: ${about}`];
  if (info === null || capabilities === null) return [...lines, ...String(problem).split("\n").map((line) => `  ${line}`)];
  const facts = Object.entries(info).filter(([key]) => key !== "name").map(([key, value]) => `${words(key)} ${String(value)}`);
  const numbers = `numbers ${capabilities.dtypes.join(" ")}${capabilities.strictFloat ? "" : "; NaN and Infinity are not promised"}`;
  return [...lines, ...[...facts, numbers].map((fact) => `  ${fact}`)];
}

/** runsOn → "runs on" */
const words = (key: string): string => key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
