import type { Block } from "../blocks/block.js";
import { cellText } from "../blocks/cell-text.js";
import { inLanguage, languages, type Text } from "../blocks/text.js";
import { attribute, both, bothBlocks, dataUri, escapeHtml, inline, paragraphs } from "./html.js";
import { matrixHtml, slideHtml } from "./matrix-html.js";

type Of<Kind extends Block["kind"]> = Extract<Block, { kind: Kind }>;

const renderers: { readonly [Kind in Block["kind"]]: (block: Of<Kind>) => string } = {
  text: ({ text }) => bothBlocks(text, paragraphs),
  heading: ({ text }) => `<h4>${both(text, inline)}</h4>`,
  correction: ({ text }) => `<aside class="note correction"><p class="label"><span lang="vi">Đính chính</span><span lang="en">Correction</span></p>${bothBlocks(text, paragraphs)}</aside>`,
  takeaway: ({ text }) => `<aside class="note takeaway"><p class="label"><span lang="vi">Ghi nhớ</span><span lang="en">Remember</span></p>${bothBlocks(text, paragraphs)}</aside>`,
  code: ({ code }) => `<pre><code>${highlight(code)}</code></pre>`,
  formulas: ({ formulas }) => `<div class="formulas">${formulas.map(({ mathml }) => `<math display="block">${mathml}</math>`).join("")}</div>`,
  matrices: ({ items, caption }) => figure(`<div class="matrices">${items.map((item) => (typeof item === "string" ? `<span class="sign">${item}</span>` : matrixHtml(item))).join("")}</div>`, caption),
  slide: ({ slide, caption }) => figure(slideHtml(slide), caption),
  table: ({ columns, rows, caption }) => {
    const numeric = columns.map((_, i) => i > 0 && rows.every((row) => isNumber(row[i] ?? "")));
    const place = (i: number): string => (numeric[i] ? ' class="number"' : "");
    const head = columns.map((column, i) => `<th scope="col"${place(i)}>${both(column, inline)}</th>`).join("");
    const cell = (value: Text | number, i: number): string => {
      const content = typeof value === "number" ? value.toLocaleString("en-US", { maximumFractionDigits: 4 }) : both(value, inline);
      return i === 0 ? `<th scope="row">${content}</th>` : `<td${place(i)}>${content}</td>`;
    };
    const body = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`).join("");
    return figure(`<div class="scroll" tabindex="0" role="region"${attribute("aria-label", caption ?? columns[0]!)}><table class="data"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`, caption);
  },
  bars: ({ bars, caption, digits = 2 }) => {
    const least = Math.min(0, ...bars.map(({ value }) => value));
    const span = Math.max(0, ...bars.map(({ value }) => value)) - least || 1;
    const percent = (value: number): string => `${((100 * value) / span).toFixed(2)}%`;
    return figure(`<dl class="bars">${bars.map(({ label, value, note }) =>
      `<dt>${both(label, inline)}</dt><dd><span class="track"><span class="bar${value < 0 ? " negative" : ""}" style="--x:${percent(Math.min(0, value) - least)};--w:${percent(Math.abs(value))}"></span></span><span class="value">${
        escapeHtml(digits === 0 ? value.toLocaleString("en-US") : cellText(value, digits))}${note === undefined ? "" : ` ${both(note, inline)}`}</span></dd>`).join("")}</dl>`, caption);
  },
  pictures: ({ items, columns, caption }) => figure(`<div class="pictures" style="--columns:${columns};--few:${Math.min(columns, items.length, 4)}">${items.map(({ png, title, alt }) =>
    `<figure><img src="${dataUri("image/png", png)}"${attribute("alt", alt)} loading="lazy" decoding="async">${title === undefined ? "" : `<figcaption>${both(title, inline)}</figcaption>`}</figure>`).join("")}</div>`, caption),
  drawing: ({ draw, caption }) => figure(languages.flatMap((language) => [720, 340].map((width) =>
    `<img class="drawing ${width > 400 ? "wide" : "narrow"}" lang="${language}" src="${dataUri("image/svg+xml", draw(language, width))}" alt="${escapeHtml(inLanguage(caption, language))}">`)).join(""), caption),
};

export function blockHtml(block: Block): string {
  return (renderers[block.kind] as (block: Block) => string)(block);
}

const figure = (content: string, caption?: Text): string => `<figure class="wide">${content}${caption === undefined ? "" : `<figcaption>${both(caption, inline)}</figcaption>`}</figure>`;

/** Columns of numbers stand at the right. */
const isNumber = (cell: Text | number): boolean => typeof cell === "number" || (typeof cell === "string" && /^[−-]?[\d.,]+(e[−-]?\d+)?( ?%)?$|^–$/.test(cell));

const highlight = (code: string): string =>
  escapeHtml(code.trim()).replace(/(\/\/.*)$/gm, '<span class="comment">$1</span>').replace(/\b(const|let|new|await|for|of|return)\b(?![^<]*<\/span>)/g, '<span class="keyword">$1</span>');
