// Speaks the protocol of peers/pytorch.py without PyTorch. FAKE_PYTORCH chooses how it misbehaves.
import { createInterface } from "node:readline";

const how = process.env.FAKE_PYTORCH;
const answer = (value) => console.log(JSON.stringify(value));
const base64 = (...numbers) => Buffer.from(Float32Array.from(numbers).buffer).toString("base64");
let workload;

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  workload = request.workload ?? workload;
  if (request.do === "hello") answer(how === "no torch" ? { missing: "torch" } : { version: "9.9", settings: `threads ${request.threads} ${process.env.OMP_NUM_THREADS} ${process.env.OPENBLAS_NUM_THREADS}` });
  else if (how === "dies" && request.do === "run") {
    console.error("Traceback\nMemoryError");
    process.exit(3);
  } else if (how === "fails" && request.do === "run") answer({ error: "RuntimeError: bad shape" });
  else if (how === "babbles" && request.do === "run") console.log("Warning: slow");
  else if (request.do === "run") answer({ ms: 12.5 * request.calls });
  else if (request.do === "results") answer({ results: workload.kind === "operation" ? { [workload.outputs[0]]: workload.inputs[1].data } : { loss: base64(workload.lr), ...Object.fromEntries(Object.entries(workload.state).map(([key, { data }]) => [key, data])) } });
  else answer({});
}
