// How long `convoke` takes to start: node tooling/measure/cli-start-up.mjs, after npm run build. Prints medians in milliseconds, beside an empty program.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../../packages/cli/dist/bin.js", import.meta.url));
const programs = [["an empty program", ["-e", "0"]], ...["--help", "--version", "train --help", "eval --help"].map((line) => [`convoke ${line}`, [bin, ...line.split(" ")]])];
const times = new Map(programs.map(([name]) => [name, []]));
for (let round = 0; round < 15; round++) {
  for (const [name, args] of programs) {
    const start = performance.now();
    execFileSync(process.execPath, args, { stdio: "ignore" });
    times.get(name).push(performance.now() - start);
  }
}
for (const [name, all] of times) console.log(`${name.padEnd(22)}${all.toSorted((a, b) => a - b)[7].toFixed(0).padStart(5)} ms`);
