import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { plot } from "convoke";
import type { Settings } from "./args.js";
import { inLanguage } from "./blocks/text.js";
import { loadDigits, type Digits } from "./digits.js";
import { writeFigures } from "./figures.js";
import { lessons, parts } from "./lessons/index.js";
import { makeNetworks } from "./networks/make-networks.js";
import { Progress } from "./progress.js";
import { reportPage } from "./report/page.js";
import { type Outcome, runLesson } from "./run-lesson.js";
import { blockLines } from "./terminal/block-text.js";
import { checkLines } from "./terminal/check-text.js";
import { paintFor } from "./terminal/paint.js";
import { pictureLines } from "./terminal/picture-text.js";

/** Runs the chosen lessons and says how they went; the whole course becomes a page too. Resolves to the exit code. */
export async function runAll(settings: Settings): Promise<number> {
  const { language, json, only, out, quick } = settings;
  const paint = paintFor(process.stdout, process.env);
  const depth = plot.terminalColourDepth(process.env, process.stdout.isTTY);
  const progress = new Progress(process.stderr, process.env);
  let digits: Promise<Digits> | undefined;
  const allDigits = (): Promise<Digits> => (digits ??= loadDigits());
  const networks = makeNetworks(allDigits, quick, (text) => progress.show(text));
  const outcomes: Outcome[] = [];
  for (const lesson of only ?? lessons) {
    progress.show(`${lesson.id} ${inLanguage(lesson.title, language)} …`);
    const outcome = await runLesson(lesson, { digits: allDigits, networks });
    progress.clear();
    outcomes.push(outcome);
    if (json) console.log(JSON.stringify(summary(outcome, settings)));
    else console.log(only === null ? statusLine(outcome) : await fullText(outcome));
  }
  const checks = outcomes.flatMap((outcome) => outcome.checks);
  const failed = checks.filter(({ passed }) => !passed).length;
  if (only === null) {
    await mkdir(out, { recursive: true });
    await writeFile(join(out, "index.html"), await reportPage(parts, outcomes, quick));
  }
  if (!json) console.log(closing());
  return failed > 0 ? 1 : 0;

  function statusLine(outcome: Outcome): string {
    const { lesson: { id, title }, checks: all, passed, seconds } = outcome;
    const lines = [`${passed ? paint("green", "✓") : paint("red", "✗")} ${id.padEnd(12)} ${inLanguage(title, language)} ${paint("dim", `(${all.length}; ${seconds.toFixed(1)} s)`)}`];
    return [...lines, ...checkLines(all.filter((check) => !check.passed), language, paint)].join("\n");
  }

  async function fullText({ lesson, blocks, checks: all }: Outcome): Promise<string> {
    const width = Math.min(process.stdout.columns || 100, 110);
    const lines = ["", paint("bold", `${lesson.id}  ${inLanguage(lesson.title, language)}`), ""];
    for (const block of blocks) {
      const files = await writeFigures(block, join(out, "figures"), language);
      lines.push(...(await pictureLines(block, language, depth, width)), ...blockLines(block, { language, width, paint }, files), "");
    }
    return [...lines, ...checkLines(all, language, paint)].join("\n");
  }

  function closing(): string {
    const numbers = language === "vi"
      ? `${outcomes.length} bài, ${checks.length} số đã kiểm, ${failed === 0 ? "tất cả đều đúng" : `${failed} số SAI`}`
      : `${outcomes.length} lessons, ${checks.length} numbers checked, ${failed === 0 ? "all of them right" : `${failed} of them WRONG`}`;
    return `\n${numbers}${only === null ? `\n${language === "vi" ? "Mở bằng trình duyệt" : "Open in a browser"}: ${join(out, "index.html")}` : ""}`;
  }
}

function summary({ lesson, checks, passed, seconds }: Outcome, { language }: Settings): object {
  const said = checks.map((check) => ({ ...check, name: inLanguage(check.name, language) }));
  return { id: lesson.id, title: inLanguage(lesson.title, language), passed, seconds: Number(seconds.toFixed(3)), checks: said };
}
