/** A formula, for pages (MathML) and for terminals. */
export interface Formula {
  readonly mathml: string;
  readonly plain: string;
}

type Part = Formula | string | number;

/**
 * A formula as it is written: words are variables, digits numbers, everything else operators; `${…}` takes formulas.
 *
 * @example
 * math`O = ${floor(math`${frac("I − F + 2P", "S")}`)} + 1`
 */
export function math(texts: TemplateStringsArray, ...parts: Part[]): Formula {
  const formulas = texts.flatMap((text, i) => [tokens(text), ...(i < parts.length ? [formula(parts[i]!)] : [])]);
  return { mathml: formulas.map(({ mathml }) => mathml).join(""), plain: formulas.map(({ plain }) => plain).join("") };
}

export const frac = (above: Part, below: Part): Formula => {
  const [top, bottom] = [formula(above), formula(below)];
  return { mathml: `<mfrac>${row(top)}${row(bottom)}</mfrac>`, plain: `${grouped(top.plain)}/${grouped(bottom.plain)}` };
};

export const sub = (base: Part, index: Part): Formula => {
  const [main, low] = [formula(base), formula(index)];
  return { mathml: `<msub>${row(main)}${row(low)}</msub>`, plain: `${main.plain}[${low.plain}]` };
};

export const sup = (base: Part, exponent: Part): Formula => {
  const [main, high] = [formula(base), formula(exponent)];
  return { mathml: `<msup>${row(main)}${row(high)}</msup>`, plain: `${main.plain}^${high.plain}` };
};

/** Σ with what it runs over below it. */
export const sum = (below: Part): Formula => {
  const low = formula(below);
  return { mathml: `<munder><mo>∑</mo>${row(low)}</munder>`, plain: `Σ_{${low.plain}} ` };
};

/** ∂above / ∂below */
export const partial = (above: Part, below: Part): Formula => {
  const [top, bottom] = [formula(above), formula(below)];
  return { mathml: `<mfrac>${row(math`∂${top}`)}${row(math`∂${bottom}`)}</mfrac>`, plain: `∂${top.plain}/∂${bottom.plain}` };
};

/** Words, upright. */
export const word = (text: string): Formula => ({ mathml: `<mi mathvariant="normal">${escape(text)}</mi>`, plain: text });

function formula(part: Part): Formula {
  return typeof part === "object" ? part : tokens(String(part));
}

const row = ({ mathml }: Formula): string => `<mrow>${mathml}</mrow>`;
const grouped = (text: string): string => (/^[\p{L}\d.]+$/u.test(text) ? text : `(${text})`);

function tokens(text: string): Formula {
  // Brackets that hold no fraction or sum keep their size.
  const mathml = text.split(/(\([^()]*\))/).map((piece) => tokensOf(piece, piece.startsWith("(") && piece.endsWith(")"))).join("");
  return { mathml, plain: text };
}

function tokensOf(text: string, small: boolean): string {
  const found = text.match(/\d[\d,]*(?:\.\d+)?|\p{L}+|\s+|[^\p{L}\d\s]/gu) ?? [];
  return found.map((token) => tokenOf(token, small)).join("");
}

function tokenOf(text: string, small: boolean): string {
  if (/^\s+$/.test(text)) return "";
  if (/^\d/.test(text)) return `<mn>${text}</mn>`;
  if (/^\p{L}/u.test(text)) return text.length > 1 ? `<mi mathvariant="normal">${text}</mi>` : `<mi>${text}</mi>`;
  return `<mo${small && /[()]/.test(text) ? ' stretchy="false"' : ""}>${escape(text)}</mo>`;
}

const escape = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
