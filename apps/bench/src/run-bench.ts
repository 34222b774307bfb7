import { renameSync, writeFileSync } from "node:fs";
import { type Arguments, help, parseArguments } from "./arguments.js";
import { benchRow } from "./bench-row.js";
import { Limits } from "./limits/limit.js";
import { budgetFor } from "./measure.js";
import type { Measurement } from "./measurement.js";
import { openSubjects } from "./open-subjects.js";
import { basesOf } from "./report/cells.js";
import { factLines, factsOf } from "./report/facts.js";
import { markdown } from "./report/markdown.js";
import { Progress } from "./report/progress.js";
import { block } from "./report/table.js";
import type { Subject } from "./subject.js";
import { splitBySpeed } from "./split-by-speed.js";
import { UsageError } from "./usage-error.js";

async function bench(options: Arguments, command: string): Promise<number> {
  const progress = new Progress(process.stderr, process.env);
  const opened = await openSubjects(options.subjects, (line) => progress.print(line));
  let subjects: readonly Subject[] = opened;
  const facts = factsOf(subjects);
  const bases = basesOf(subjects);
  for (const line of factLines(facts)) progress.print(line);
  const limits = new Limits(subjects.map(({ threads }) => threads));
  const measurements: Measurement[] = [];
  const problems: string[] = [];
  const page = (): string => markdown(facts, options.rows.filter(({ id }) => measurements.some(({ row }) => row === id)), measurements, bases, command);
  try {
    for (const [index, row] of options.rows.entries()) {
      progress.row(`[${index + 1}/${options.rows.length}] ${row.id}`);
      const tell = ({ name }: Subject, what: string): void => progress.show(`${name}, ${what}`);
      const { fast, slow } = splitBySpeed(row, subjects, options.rows, measurements);
      const outcome = await benchRow(row, fast, limits, budgetFor(row, options.runs), tell);
      progress.clear();
      const order = subjects.map(({ name }) => name);
      const ofRow = [...outcome.measurements, ...slow].sort((a, b) => order.indexOf(a.subject) - order.indexOf(b.subject));
      measurements.push(...ofRow);
      problems.push(...outcome.problems);
      subjects = subjects.filter((subject) => !outcome.lost.includes(subject));
      for (const { name } of outcome.lost) progress.print(`bench: ${name} is left out from ${row.id} on`);
      if (!options.markdown) console.log(`${block(row, ofRow, bases)}\n`);
      // After each row: what was measured stays, whatever comes.
      if (options.json !== null) writeAtomically(options.json, `${JSON.stringify({ ...facts, records: measurements }, null, 2)}\n`);
      if (options.write !== null) writeAtomically(options.write, page());
    }
  } finally {
    for (const subject of opened) await subject.dispose();
    await limits.stop();
  }
  console.log(options.markdown ? page() : legend(bases.map(({ head, name }) => `${head} ${name}`)));
  for (const problem of problems) progress.print(`bench: ${problem}`);
  return problems.length > 0 ? 1 : 0;
}

const legend = (bases: readonly string[]): string => `limit: speed ÷ what as many threads can do at most, measured in the same rounds
÷: how many times as long as that one it takes, median of the pairs:
   ${bases.map((base) => base.slice(2)).join("; ").replace(/(\S+) (.+?)(; |$)/g, "$1 is $2$3")}`;

function writeAtomically(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

/** Everything behind `npm run bench`; gives the exit code: 1 when subjects disagree or fail, 2 for wrong arguments. */
export async function runBench(args: readonly string[], folder: string): Promise<number> {
  try {
    const options = parseArguments(args, folder);
    if (!options.help) return await bench(options, ["npm run bench", ...(args.length > 0 ? ["--", ...args] : [])].join(" "));
    console.log(help);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`bench: ${error.message}\nhint: npm run bench -- --help`);
    return 2;
  }
}
