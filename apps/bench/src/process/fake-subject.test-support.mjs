// A process that stands for a subject's, and fails as FAKE_SUBJECT says.
const how = process.env.FAKE_SUBJECT;
if (how === "dies at once") process.exit(7);
if (how === "never opens") for (;;);
const tell = (answer) => process.send(answer);
if (how === "is not installed") tell({ error: "NotInstalled", message: "not installed here" });
else tell({ value: { name: process.argv[2], threads: 2, version: "9.9", column: "fake" } });
let data;
process.on("disconnect", () => process.exit());
process.on("message", (request) => {
  switch (request.do) {
    case "prepare":
      data = request.workload.inputs?.[0].data;
      return tell(how === "cannot" ? { error: "Unsupported", message: "no kernel" } : { value: request.workload.kind === "operation" });
    case "turn":
      if (how === "hangs") for (;;);
      if (how === "dies") process.exit(3);
      return tell({ value: request.calls + (request.isShort ? 0.5 : 0) });
    case "results": return tell({ value: { output: data } });
    case "release": return tell({ value: undefined });
  }
});
