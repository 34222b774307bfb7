// A fresh process: prints the milliseconds from before the import of the worker-threads backend, on as many threads as the argument says, to its first result.
const start = performance.now();
const { workerThreads } = await import("@convoke/backend-worker-threads");
const backend = await workerThreads({ threads: Number(process.argv[2]) });
const [value] = await backend.read(backend.fill(1, 1, "float32"));
console.log(JSON.stringify({ ms: performance.now() - start, value }));
await backend.dispose();
