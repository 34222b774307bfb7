import { ConvokeError } from "convoke";
import type { Block } from "./blocks/block.js";
import { t } from "./blocks/text.js";
import { type CheckResult, makeCheck } from "./checks.js";
import type { Context, Lesson } from "./lesson.js";

/** A lesson that has run. */
export interface Outcome {
  readonly lesson: Lesson;
  readonly blocks: readonly Block[];
  readonly checks: readonly CheckResult[];
  readonly passed: boolean;
  readonly seconds: number;
}

/** Runs a lesson to its end. One that throws has failed, with the message among its checks. */
export async function runLesson(lesson: Lesson, context: Omit<Context, "check">): Promise<Outcome> {
  const begin = performance.now();
  const blocks: Block[] = [];
  const checks: CheckResult[] = [];
  try {
    for await (const block of lesson.run({ ...context, check: makeCheck(checks) })) blocks.push(block);
  } catch (error) {
    if (!ConvokeError.isInstance(error)) throw error;
    checks.push({ name: t("lỗi", "error"), got: error.message, expected: "—", passed: false });
  }
  return { lesson, blocks, checks, passed: checks.every(({ passed }) => passed), seconds: (performance.now() - begin) / 1000 };
}
