// Behind every script of the root package.json. It sets up what is missing, then runs the command:
// `npm start` and `npm test` need Node and npm, and nothing else.
import { nodeProblem } from "./node-version.mjs";

const problem = nodeProblem(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
// Imported late: an old Node could not even read these files.
const { runCommand } = await import("./commands.mjs");
process.exitCode = await runCommand(process.argv[2], process.argv.slice(3));
