import { readFile } from "node:fs/promises";
import { backend } from "convoke";
import { t } from "../blocks/text.js";
import type { Part } from "../lessons/index.js";
import type { Outcome } from "../run-lesson.js";
import { attribute, both, inline, paragraphs, bothBlocks } from "./html.js";
import { anchorOf, sectionHtml } from "./section.js";
import { closing, documents, introduction, titles } from "./words.js";

const asset = (name: string): Promise<string> => readFile(new URL(`../../assets/${name}`, import.meta.url), "utf8");

/** The whole course as one page that needs nothing else: no network, no other file. */
export async function reportPage(parts: readonly Part[], outcomes: readonly Outcome[], quick = false): Promise<string> {
  const [style, script] = await Promise.all([asset("style.css"), asset("page.js")]);
  const done = new Map(outcomes.map((outcome) => [outcome.lesson, outcome]));
  const checks = outcomes.flatMap((outcome) => outcome.checks);
  const failed = checks.filter(({ passed }) => !passed).length;
  const figures = outcomes.flatMap(({ blocks }) => blocks).filter(({ kind }) => ["pictures", "drawing", "matrices", "slide", "bars"].includes(kind)).length;
  const chapter = (part: Part, i: number): string => `<section class="part" id="part-${i + 1}"><header><p class="kicker">${both(part.document)} · ${both(t(`Phần ${part.number}`, `Part ${part.number}`))}</p><h2>${both(part.title)}</h2></header>
${part.lessons.map((lesson) => sectionHtml(done.get(lesson)!)).join("\n")}</section>`;
  const contents = parts.map((part, i) => `<li><a class="part-link" href="#part-${i + 1}">${both(part.title)}</a><ol>${
    part.lessons.map(({ id, title }) => `<li><a href="#${anchorOf(id)}">${both(title, inline)}</a></li>`).join("")}</ol></li>`).join("");
  const numbers = failed === 0 ? t(`${checks.length} con số đã kiểm, đều đúng`, `${checks.length} numbers checked, all right`) : t(`${failed} con số SAI`, `${failed} numbers WRONG`);
  return `<!doctype html>
<html lang="vi" data-lang="vi" data-title-vi="${titles.vi}" data-title-en="${titles.en}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titles.vi}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<script>${script.split("// ---- after the page ----")[0]!.trim()}</script>
</head>
<body>
<a class="skip" href="#content">${both(t("Đến nội dung", "Skip to the lessons"))}</a>
<div class="bar-top" role="banner">
<a class="brand" href="#top">Convoke</a>
<div class="switches">
<div class="languages" role="group"${attribute("aria-label", t("Ngôn ngữ", "Language"))}><button type="button" data-set-lang="vi" lang="vi-VN">Tiếng Việt</button><button type="button" data-set-lang="en" lang="en-GB">English</button></div>
<button type="button" class="theme" data-theme-button${attribute("aria-label", t("Sáng, tối", "Light, dark"))}><span aria-hidden="true">◐</span></button>
</div></div>
<div class="layout" id="top">
<nav class="contents"${attribute("aria-label", t("Mục lục", "Contents"))}><details open><summary>${both(t("Mục lục", "Contents"))}</summary><ol>${contents}</ol></details></nav>
<main id="content" tabindex="-1">
<header class="cover">
<h1>${both(titles)}</h1>
${bothBlocks(introduction, paragraphs)}
<ul class="facts"><li>${both(t(`${outcomes.length} bài`, `${outcomes.length} lessons`))}</li><li>${both(t(`${figures} hình`, `${figures} figures`))}</li><li class="${failed === 0 ? "right" : "wrong"}">${both(numbers)}</li>${quick ? `<li class="quick">${both(t("bản nhanh: mạng chỉ học ít ảnh", "--quick: networks that learnt little"))}</li>` : ""}</ul>
</header>
${parts.map(chapter).join("\n")}
<footer>
${bothBlocks(documents, paragraphs)}
${bothBlocks(closing(backend.info()), paragraphs)}
</footer>
</main>
</div>
<script>${script.split("// ---- after the page ----")[1]!.trim()}</script>
</body>
</html>
`;
}
