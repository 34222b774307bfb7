import { inLanguage, type Language } from "../blocks/text.js";
import type { CheckResult } from "../checks.js";
import type { Paint } from "./paint.js";

/** A line for each number that was checked. */
export function checkLines(checks: readonly CheckResult[], language: Language, paint: Paint): string[] {
  const expectedIs = language === "vi" ? "cần" : "expected";
  return checks.map(({ name, got, expected, passed }) =>
    `  ${passed ? paint("green", "✓") : paint("red", "✗")} ${inLanguage(name, language)}: ${got}${got === expected ? "" : paint("dim", `  (${expectedIs} ${expected})`)}`);
}
