import { mkdir, rename, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  deepRuns, defaultRuns, faultChecks, markdownTable, planChecks, reportRows, runChecks, textTable, unusedWaivers,
  type Check, type CheckResult, type ReportRow,
} from "@convoke/conformance";
import { help, readArgs, UsageError, type Settings } from "./args.js";
import { backends, type Subject } from "./backends.js";
import { ProgressLine } from "./progress.js";

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  let settings: Settings;
  try {
    settings = readArgs(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`conformance: ${error.message}\nSee npm run conformance -- --help`);
    return 2;
  }
  if (settings.help) {
    console.log(help);
    return 0;
  }
  const rows: ReportRow[] = [];
  for (const name of settings.backends) rows.push(...(await check(name, backends[name]!, settings)));
  const unused = settings.ops === null ? settings.backends.flatMap((name) => staleWaivers(backends[name]!)) : [];
  const failures = [...rows.flatMap(({ status, messages }) => (status === "fail" ? messages : [])), ...unused];
  if (!settings.json) {
    console.log(textTable(rows));
    console.log(`\nEach number is the worst error as a share of the bound; derived means core's default kernel.`);
    for (const message of failures) console.log(`\n${message}`);
    const cases = rows.reduce((sum, row) => sum + row.cases, 0);
    console.log(`\n${failures.length === 0 ? "All checks pass" : `${failures.length} checks fail`}: ${cases} cases, ${rows.length} rows, seed ${settings.seed}.`);
  }
  if (settings.write && failures.length === 0) await writeDocs(rows);
  return failures.length === 0 ? 0 : 1;
}

async function check(name: string, { make, waive, bounds = {} }: Subject, settings: Settings): Promise<ReportRow[]> {
  const backend = await make();
  const all: Check[] = [...planChecks(), ...faultChecks(make)];
  const checks = all.filter(({ op }) => settings.ops?.includes(op) ?? true);
  const progress = new ProgressLine(process.stderr);
  let done = 0;
  const onResult = ({ check: { op, layer } }: CheckResult): void => progress.show(`${name}: ${++done} checks, ${op} ${layer}`);
  const results = await runChecks(checks, backend, { seed: settings.seed, runs: settings.deep ? deepRuns : defaultRuns, waive, bounds, onResult });
  progress.clear();
  const rows = reportRows(results, backend).map((row) => ({ ...row, backend: name }));
  if (settings.json) for (const row of rows) console.log(JSON.stringify(row));
  await backend.dispose();
  return rows;
}

/** Waivers that cover nothing: misspelt, or of a check that is gone. */
function staleWaivers({ make, waive }: Subject): string[] {
  return unusedWaivers([...planChecks(), ...faultChecks(make)], waive).map(({ cases, reason }) => `waiver ${cases.join(", ")} (${reason}) covers no check`);
}

async function writeDocs(rows: readonly ReportRow[]): Promise<void> {
  const target = fileURLToPath(new URL("../../../docs/support.md", import.meta.url));
  const text = `# What runs where

Written by \`npm run conformance -- --write\`; do not edit. \`pass\`: the backend's own kernel; \`derived\`: core's default on the backend's
eight required kernels; \`waived\`: a known difference, with its reason in the backend's test. \`cpu-derived\` is \`cpu\` stripped to the eight.

${markdownTable(rows)}
`;
  await mkdir(fileURLToPath(new URL("../../../docs/", import.meta.url)), { recursive: true });
  await writeFile(`${target}.tmp`, text);
  await rename(`${target}.tmp`, target);
}
