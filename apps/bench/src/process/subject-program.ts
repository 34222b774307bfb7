// A process for one subject, which the argument names.
import { nodeSubjects } from "../subjects/all.js";
import type { Answer, Request } from "./messages.js";
import { serveSubject } from "./serve-subject.js";

process.on("disconnect", () => process.exit());
const serve = await serveSubject(nodeSubjects.find(({ name }) => name === process.argv[2])!, (answer: Answer) => void process.send!(answer));
process.on("message", (request) => serve(request as Request));
