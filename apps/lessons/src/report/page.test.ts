import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { findChromium } from "../../../../tooling/first-run/find-chromium.mjs";
import { lessons, parts } from "../lessons/index.js";
import { runLesson } from "../run-lesson.js";
import { reportPage } from "./page.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const nothing = { digits: () => Promise.reject(new Error("no digits here")), networks: { quick: true, get: () => Promise.reject(new Error("no networks here")) } };
const chosen = ["A-2.1", "A-3.2b", "A-4.3", "A-5.4", "B-tensors"];
const executablePath = findChromium();
let folder: string;
let page: string;

beforeAll(async () => {
  const outcomes = [];
  for (const lesson of lessons.filter(({ id }) => chosen.includes(id))) outcomes.push(await runLesson(lesson, nothing));
  const some = parts.map((part) => ({ ...part, lessons: part.lessons.filter(({ id }) => chosen.includes(id)) }));
  page = await reportPage(some, outcomes);
  folder = await mkdtemp(join(tmpdir(), "convoke lessons "));
  await writeFile(join(folder, "index.html"), page);
});
afterAll(() => rm(folder, { recursive: true }));

test("the page asks the network for nothing, and says everything in both languages", () => {
  expect(page).not.toMatch(/(?:src|href)="(?!data:|#)/);
  expect(page).not.toMatch(/@import|url\(\s*["']?https?:|fetch\(/);
  const count = (language: string): number => page.match(new RegExp(`<(?:span|div|img)[^>]* lang="${language}"`, "g"))!.length;
  expect(count("vi")).toBe(count("en"));
  const ids = Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
});

// Where there is no Chromium `npm test` says that browser tests did not run.
test.runIf(executablePath)("in Chromium: no errors, no sideways scroll at 320 px, languages, arrow keys", async () => {
  const browser: Browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
  try {
    const context = await browser.newContext({ viewport: { width: 320, height: 800 }, offline: true, locale: "vi-VN" });
    const tab = await context.newPage();
    const problems: string[] = [];
    tab.on("pageerror", (error) => problems.push(error.message));
    tab.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await tab.goto(pathToFileURL(join(folder, "index.html")).href);
    expect(await tab.title()).toBe("Mạng tích chập, nhìn tận mắt");
    for (const language of ["vi", "en"]) {
      await tab.click(`[data-set-lang=${language}]`);
      expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(320);
      expect(await tab.locator("nav.contents").getAttribute("aria-label")).toBe(language === "vi" ? "Mục lục" : "Contents");
      const other = language === "vi" ? "en" : "vi";
      expect(await tab.locator(`main [lang=${language}]:visible`).count()).toBeGreaterThan(50);
      expect(await tab.locator(`main [lang=${other}]:visible`).count()).toBe(0);
    }
    await tab.reload();
    expect(await tab.title()).toBe("Convolutional networks, seen with your own eyes");     // it remembers
    await tab.locator('#a-2-1 [data-part="output"] td.on').focus();
    await tab.keyboard.press("ArrowRight");
    expect(await tab.locator("#a-2-1 .arithmetic").textContent()).toMatch(/\/ 9 = −0\.11$/);
    await tab.setViewportSize({ width: 1280, height: 800 });
    expect(await tab.evaluate("document.documentElement.scrollWidth")).toBe(1280);
    expect(problems).toEqual([]);
  } finally {
    await browser.close();
  }
});
