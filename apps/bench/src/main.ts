import { runBench } from "./run-bench.js";

// npm changes to the folder of package.json and tells where the user was.
process.exitCode = await runBench(process.argv.slice(2), process.env["INIT_CWD"] ?? process.cwd());

// All subjects have been disposed: what still keeps the process alive after that is a library's own.
setTimeout(() => {
  console.error("bench: a thread or process of a library was still at work 5 s after the end, and was stopped");
  process.exit();
}, 5000).unref();
