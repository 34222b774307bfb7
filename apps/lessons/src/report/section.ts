import type { Outcome } from "../run-lesson.js";
import { blockHtml } from "./block-html.js";
import { both, escapeHtml, inline } from "./html.js";

/** A lesson: what it shows, then what it checked. */
export function sectionHtml({ lesson, blocks, checks, passed }: Outcome): string {
  const anchor = anchorOf(lesson.id);
  const failed = checks.filter((check) => !check.passed).length;
  const result = passed ? `<span lang="vi">${checks.length} số đã kiểm, đều đúng</span><span lang="en">${checks.length} numbers checked, all right</span>`
    : `<span lang="vi">${failed} trong ${checks.length} số SAI</span><span lang="en">${failed} of ${checks.length} numbers WRONG</span>`;
  const rows = checks.map(({ name, got, expected, passed: right }) =>
    `<tr><td>${right ? "✓" : "✗"}</td><th scope="row">${both(name, inline)}</th><td>${escapeHtml(got)}</td><td>${escapeHtml(expected)}</td></tr>`).join("");
  return `<section class="lesson" id="${anchor}" aria-labelledby="${anchor}-title">
<h3 id="${anchor}-title"><a class="id" href="#${anchor}">${lesson.id}</a> ${both(lesson.title, inline)}</h3>
${blocks.map(blockHtml).join("\n")}
<details class="checks${passed ? "" : " failed"}"${passed ? "" : " open"}><summary><span class="mark">${passed ? "✓" : "✗"}</span> ${result}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${lesson.id}"><table><thead><tr><th></th><th scope="col"><span lang="vi">kiểm tra</span><span lang="en">check</span></th><th scope="col"><span lang="vi">tính được</span><span lang="en">computed</span></th><th scope="col"><span lang="vi">tài liệu / cần</span><span lang="en">document / expected</span></th></tr></thead><tbody>${rows}</tbody></table></div></details>
</section>`;
}

export const anchorOf = (id: string): string => id.toLowerCase().replace(/\./g, "-");
