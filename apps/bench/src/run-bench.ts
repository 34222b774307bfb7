import { renameSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { help, parseArguments, type Arguments } from "./arguments.js";
import { benchRow } from "./bench-row.js";
import { fullLimits, quickLimits } from "./measure.js";
import { machine, type Measurement } from "./measurement.js";
import { table } from "./table.js";
import { UsageError } from "./usage-error.js";

const log = (line: string): void => console.error(line);   // progress: standard output has the table only

async function bench({ quick, rows, json }: Arguments): Promise<number> {
  const { loadSubjects } = await import("./subjects/all.js");   // late: --help needs no peers
  const subjects = await loadSubjects();
  log(`load ${loadavg()[0]!.toFixed(2)} before the first run`);
  const measurements: Measurement[] = [];
  const problems: string[] = [];
  for (const [index, row] of rows.entries()) {
    log(`[${index + 1}/${rows.length}] ${row.id} …`);
    const outcome = await benchRow(row, subjects, quick ? quickLimits : fullLimits, log);
    measurements.push(...outcome.measurements);
    problems.push(...outcome.problems);
    if (json !== null) writeAtomically(json, `${JSON.stringify(measurements, null, 2)}\n`);   // after each row: what was measured stays
  }
  console.log(`Node ${machine.node} on ${machine.cpu}\nratio: the time of the subject ÷ the time of ${subjects[0]!.name}, median of the pairs\n\n${table(measurements)}`);
  for (const problem of problems) log(problem);
  return problems.length > 0 ? 1 : 0;
}

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Everything behind `npm run bench`; gives the exit code: 1 when subjects disagree, 2 for wrong arguments. */
export async function runBench(args: readonly string[], folder: string): Promise<number> {
  try {
    const options = parseArguments(args, folder);
    if (!options.help) return await bench(options);
    console.log(help);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    log(`bench: ${error.message}\nhint: npm run bench -- --help`);
    return 2;
  }
}
