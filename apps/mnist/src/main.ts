import { execute, processIo } from "@convoke/cli";
import { command } from "./command.js";

process.exitCode = await execute(command, process.argv.slice(2), processIo());
