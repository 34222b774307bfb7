import type { Block } from "../blocks/block.js";
import { cellText } from "../blocks/cell-text.js";
import { inLanguage, join, type Text } from "../blocks/text.js";
import { both, bothBlocks, dataUri, escapeHtml, inline, paragraphs } from "./html.js";
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
  table: ({ columns, rows, caption }) => figure(
    `<div class="scroll" tabindex="0" role="region" aria-label="${attribute(caption ?? columns[0]!)}"><table class="data"><thead><tr>${columns.map((column, i) => `<th scope="col"${rows.every((row) => isNumber(row[i] ?? "", i)) ? ' class="number"' : ""}>${both(column, inline)}</th>`).join("")}</tr></thead><tbody>${
      rows.map((row) => `<tr>${row.map((cell, i) => tableCell(cell, i)).join("")}</tr>`).join("")}</tbody></table></div>`, caption),
  bars: ({ bars, caption, digits = 2 }) => {
    const least = Math.min(0, ...bars.map(({ value }) => value));
    const span = Math.max(0, ...bars.map(({ value }) => value)) - least || 1;
    const percent = (value: number): string => `${((100 * value) / span).toFixed(2)}%`;
    return figure(`<dl class="bars">${bars.map(({ label, value, note }) =>
      `<dt>${both(label, inline)}</dt><dd><span class="track"><span class="bar${value < 0 ? " negative" : ""}" style="--x:${percent(Math.min(0, value) - least)};--w:${percent(Math.abs(value))}"></span></span><span class="value">${
        escapeHtml(digits === 0 ? value.toLocaleString("en-US") : cellText(value, digits))}${note === undefined ? "" : ` ${both(note, inline)}`}</span></dd>`).join("")}</dl>`, caption);
  },
  pictures: ({ items, columns, caption }) => figure(`<div class="pictures" style="--columns:${columns};--few:${Math.min(columns, items.length, 4)}">${items.map(({ png, title, alt }) =>
    `<figure><img src="${dataUri("image/png", png)}" alt="${attribute(alt)}" loading="lazy" decoding="async">${title === undefined ? "" : `<figcaption>${both(title, inline)}</figcaption>`}</figure>`).join("")}</div>`, caption),
  drawing: ({ svg, caption }) => figure((["vi", "en"] as const).map((language) =>
    `<img class="drawing" lang="${language}" src="${dataUri("image/svg+xml", svg[language])}" alt="${escapeHtml(inLanguage(caption, language))}">`).join(""), caption),
};

export function blockHtml(block: Block): string {
  return (renderers[block.kind] as (block: Block) => string)(block);
}

const figure = (content: string, caption?: Text): string => `<figure class="wide">${content}${caption === undefined ? "" : `<figcaption>${both(caption, inline)}</figcaption>`}</figure>`;

function tableCell(cell: Text | number, column: number): string {
  const content = typeof cell === "number" ? cell.toLocaleString("en-US", { maximumFractionDigits: 4 }) : both(cell, inline);
  if (column === 0) return `<th scope="row">${content}</th>`;
  return `<td${isNumber(cell, column) ? ' class="number"' : ""}>${content}</td>`;
}

/** Numbers stand at the right, but not in the first column, which names the row. */
const isNumber = (cell: Text | number, column: number): boolean =>
  column > 0 && (typeof cell === "number" || (typeof cell === "string" && /^[−-]?[\d.,]+(e[−-]?\d+)?( ?%)?$|^–$/.test(cell)));

/** Attributes have no languages: both, one after the other. */
const attribute = (text: Text): string => escapeHtml(typeof text === "string" ? text : inLanguage(join([text.vi, " / ", text.en]), "vi"));

const highlight = (code: string): string =>
  escapeHtml(code.trim()).replace(/(\/\/.*)$/gm, '<span class="comment">$1</span>').replace(/\b(const|let|new|await|for|of|return)\b(?![^<]*<\/span>)/g, '<span class="keyword">$1</span>');
