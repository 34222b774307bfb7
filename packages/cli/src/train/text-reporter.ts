import { relative } from "node:path";
import { styleText } from "node:util";
import type { Environment, Output } from "../command/command.js";
import { backendRows } from "../backends/backend-rows.js";
import { count, percent, plural } from "../terminal/format.js";
import { isLive, LiveLine } from "../terminal/live-line.js";
import { optimizers } from "./optimizers.js";
import { type Paint, progressLine } from "./progress-line.js";
import type { Measured, Plan, Progress, Reporter, Result, TimedEpoch, Titles } from "./reporter.js";
import type { RunFolder } from "./run-folder.js";

/** Plain lines for people; on a terminal also a live one. */
export class TextReporter implements Reporter {
  readonly #line: LiveLine | null;
  readonly #print: (line: string) => void;
  readonly #paint: Paint;

  constructor(stream: Output, env: Environment) {
    const line = isLive(stream, env) ? new LiveLine(stream) : null;
    this.#line = line;
    this.#print = line ? (text) => line.print(text) : (text) => void stream.write(`${text}\n`);
    this.#paint = line && stream.hasColors?.(env) ? (text) => styleText("green", text) : (text) => text;
  }

  start({ settings, backend, parameters, trainImages, available, valImages, testImages, folder, resumed }: Plan, titles: Titles): void {
    const { model, epochs, batchSize, lr, optimizer, seed } = settings;
    const [some, hint] = trainImages === available ? ["all", ""] : [count(trainImages), ", --limit 0 takes all"];
    this.#rows([
      ["data", titles.data],
      ["", `${some} of ${count(available)} to learn from${hint}`],
      ["", `${valImages === 0 ? "none" : count(valImages)} to validate after each epoch, ${count(testImages)} to test at the end`],
      ["model", `${model}: ${titles.model}`],
      ["", `${count(parameters)} parameters`],
      ...backendRows(backend),
      ["training", `${plural(epochs, "epoch")}, ${plural(batchSize, "image")} a step, ${optimizers[optimizer].about}`],
      ["", `learning rate ${lr} falling to 0, seed ${seed}`],
      ...(resumed ? [["", `going on after epoch ${resumed.epoch} of ${nameOf(resumed.file)}`] as const] : []),
      ["folder", nameOf(folder)],
    ]);
    this.#print("");
  }

  step(progress: Progress): void {
    this.#line?.show((width) => progressLine(progress, width, this.#paint));
  }

  epoch({ epoch, epochs, trainLoss, trainAccuracy, valAccuracy, imagesPerSecond, seconds }: TimedEpoch): void {
    this.#line?.clear();
    this.#print(
      [
        `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`,
        `loss ${trainLoss.toFixed(4)}`,
        `train ${percent(trainAccuracy)}`,
        ...(valAccuracy === null ? [] : [`val ${percent(valAccuracy)}`]),
        `${count(imagesPerSecond)} images/s`,
        `${seconds.toFixed(1)} s`,
      ].join("  "),
    );
  }

  busy(what: string): void {
    this.#line?.clear();
    this.#line?.show((width) => `${what} …`.slice(0, width));
  }

  done(result: Result, measured: Measured, folder: RunFolder): void {
    this.#line?.clear();
    this.#print("");
    this.#print(`Train Acc ${percent(result.trainAccuracy)}   of ${count(measured.train)} images that it learned from`);
    if (result.valAccuracy !== null) this.#print(`Val Acc ${percent(result.valAccuracy)}     of ${count(measured.val)} images set aside`);
    this.#print(`Test Acc ${percent(result.testAccuracy)}    of ${count(measured.test)} images that it sees for the first time`);
    this.#print("");
    this.#print(`trained in ${result.trainSeconds.toFixed(1)} s, ${count(result.imagesPerSecond)} images/s`);
    this.#list(folder);
  }

  interrupted(folder: RunFolder): void {
    this.#line?.clear();
    this.#print("stopped; what there is was kept");
    this.#list(folder);
  }

  close(): void {
    this.#line?.close();
  }

  #list({ path, files }: RunFolder): void {
    this.#print("");
    this.#print(`${nameOf(path)} holds`);
    this.#rows([...files]);
  }

  #rows(rows: readonly (readonly [string, string])[]): void {
    const width = Math.max(...rows.map(([name]) => name.length));
    for (const [name, text] of rows) this.#print(`  ${name.padEnd(width)}  ${text}`);
  }
}

/** As short as the user can open it. */
function nameOf(folder: string): string {
  const short = relative("", folder);
  return short === "" || short.startsWith("..") ? folder : short;
}
