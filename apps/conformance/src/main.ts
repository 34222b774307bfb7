import { writeFile, rename } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { defineCommand, execute, processIo, toggle, UsageError } from "@convoke/cli";
import { checkSubjects, conformanceFlags } from "@convoke/cli/conformance";
import { markdownTable, type ReportRow } from "@convoke/conformance";

/** `convoke conformance`, and `--write` for docs/support.md. */
const command = defineCommand({
  name: "conformance",
  usage: "npm run conformance --",
  about: "Checks that every backend computes what the definitions say, on this machine.",
  flags: { ...conformanceFlags, write: toggle("write the table of docs/support.md") },
  async run({ flags: { backend = null, op = null, seed = 0, deep = false, json = false, write = false } }, context) {
    if (write && (op !== null || backend !== null)) throw new UsageError("--write: the table is of every op and backend, so --op and --backend cannot be given");
    const { rows, failures, unavailable } = await checkSubjects({ backends: backend, ops: op, seed, deep, json }, context);
    if (failures.length > 0 || (write && unavailable.length > 0)) return 1;
    if (write) await writeDocs(rows);
    return 0;
  },
});

async function writeDocs(rows: readonly ReportRow[]): Promise<void> {
  const target = fileURLToPath(new URL("../../../docs/support.md", import.meta.url));
  const text = `# What runs where

Written by \`npm run conformance -- --write\`; do not edit. \`pass\`: the backend's own kernel; \`derived\`: core's default on the backend's
eight required kernels; \`waived\`: a known difference, with its reason in the backend's test. \`cpu-derived\` is \`cpu\` stripped to the eight.

${markdownTable(rows)}
`;
  await writeFile(`${target}.tmp`, text);
  await rename(`${target}.tmp`, target);
}

process.exitCode = await execute(command, process.argv.slice(2), processIo());
