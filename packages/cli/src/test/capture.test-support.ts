import { PassThrough } from "node:stream";
import { main } from "../main.js";
import type { Command } from "../command/command.js";
import { execute } from "../command/execute.js";
import type { Flags } from "../command/flag.js";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `convoke` in this process, as if in a pipe. */
export function convoke(...args: string[]): Promise<Outcome> {
  return captured((io) => main(args, io));
}

/** Runs one command in this process. */
export function run<F extends Flags>(command: Command<F>, ...args: string[]): Promise<Outcome> {
  return captured((io) => execute(command, args, io));
}

async function captured(program: (io: Parameters<typeof main>[1]) => Promise<number>): Promise<Outcome> {
  const streams = [new PassThrough(), new PassThrough()] as const;
  const texts = ["", ""];
  streams.forEach((stream, i) => stream.setEncoding("utf8").on("data", (text: string) => (texts[i] += text)));
  const [stdout, stderr] = streams as unknown as [NodeJS.WriteStream, NodeJS.WriteStream];
  const code = await program({ stdout, stderr, env: {} });
  for (const stream of streams) stream.end();
  await Promise.all(streams.map((stream) => new Promise((resolve) => stream.on("close", resolve))));
  return { code, stdout: texts[0]!, stderr: texts[1]! };
}
