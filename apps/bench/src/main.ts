import { runBench } from "./run-bench.js";

// npm changes to the folder of package.json and tells where the user was.
process.exitCode = await runBench(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());
