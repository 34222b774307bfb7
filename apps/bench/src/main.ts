import { constants } from "node:os";
import { runBench } from "./run-bench.js";

// An exit takes the subjects' processes along, a signal alone does not.
for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(128 + constants.signals[signal]));

// npm changes to the folder of package.json and tells where the user was.
process.exitCode = await runBench(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());
