import type { Convolution, Planes, Sum, Term } from "./explained.js";

const columns = 80;
/** A larger grid of terms is told by its greatest products. */
const largestGrid = 10;
const mostTerms = 8;

/** Where in the output and in the kernel. */
export interface Places {
  readonly row: number;
  readonly column: number;
  readonly inChannel: number;
  readonly a: number;
  readonly b: number;
}

/** The two sums, term by term, in 80 columns. */
export function explainText(convolution: Convolution, pixel: Sum, gradient: Sum, places: Places): string[] {
  const { title, loss, weight, output, gradOutput, walk } = convolution;
  const { row, column, inChannel, a, b } = places;
  const [channels, kernelHeight, kernelWidth] = weight.shape;
  const of = channels > 1 ? `[${inChannel}]` : "";
  return [
    title,
    `input ${shape(convolution.input)}, kernel ${shape(weight)}, stride ${walk.strideHeight}, padding ${walk.padTop}, output ${shape(output)}`,
    "",
    `1. One output pixel: output[${row}][${column}]`,
    `   = Σ input under the kernel × kernel + bias`,
    ...channelSums(pixel, channels, kernelHeight, kernelWidth, inChannel),
    `   bias ${number(pixel.bias)}`,
    `   sum + bias = ${number(pixel.sum)}`,
    `   conv2d says  ${number(pixel.library)}${verdict(pixel)}`,
    ...(channels === 1 ? [`   (the mean of the ${pixel.terms.length} products is ${number((pixel.sum - pixel.bias) / pixel.terms.length)}; a layer adds, it does not divide)`] : []),
    "",
    `2. One entry of the kernel's gradient: ∂L/∂kernel${of}[${a}][${b}]`,
    `   ${loss}`,
    `   = Σ over all output pixels of input under kernel${of}[${a}][${b}] × gradOutput`,
    ...products(gradient.terms, gradOutput.shape[1], gradOutput.shape[2], "gradOutput"),
    `   sum = ${number(gradient.sum)}`,
    `   autograd says ${number(gradient.library)}${verdict(gradient)}`,
  ];
}

function verdict({ equal }: Sum): string {
  return equal ? ", the same" : ", NOT THE SAME";
}

/** The products of one channel as grids, and the sums of all channels. */
function channelSums({ terms }: Sum, channels: number, height: number, width: number, inChannel: number): string[] {
  const size = height * width;
  const parts = Array.from({ length: channels }, (_, c) => terms.slice(c * size, (c + 1) * size));
  const sums = parts.map((part) => part.reduce((sum, { product }) => sum + product, 0));
  const grids = products(parts[inChannel]!, height, width, "kernel");
  if (channels === 1) return [...grids, `   sum of the ${size} products ${number(sums[0]!)}`];
  const cells = sums.map((sum, c) => `${c}: ${number(sum)}`);
  return [`   channel ${inChannel} of the input:`, ...grids, `   sum of the ${size} products ${number(sums[inChannel]!)}`, `   and so for each of the ${channels} channels:`, ...flow(cells)];
}

/** input × factor = product, as three grids side by side, one below the other, or as the greatest terms alone. */
function products(terms: readonly Term[], height: number, width: number, factorName: string): string[] {
  if (height > largestGrid || width > largestGrid) return greatest(terms, factorName);
  const grids = [
    grid("input", terms.map(({ input }) => input), width),
    grid(factorName, terms.map(({ factor }) => factor), width),
    grid("products", terms.map(({ product }) => product), width),
  ];
  const gap = ["", " × ", " = "];
  const total = grids.reduce((sum, [name, lines]) => sum + Math.max(name.length, lines[0]!.length) + 3, 3);
  if (total > columns) return grids.flatMap(([name, lines], i) => [`   ${gap[i]!.trim()}${i > 0 ? " " : ""}${name}`, ...lines.map((line) => `     ${line}`)]);
  const middle = Math.floor((height - 1) / 2);
  const widths = grids.map(([name, lines]) => Math.max(name.length, lines[0]!.length));
  const rows = Array.from({ length: height }, (_, row) => grids.map(([, lines], i) => `${row === middle ? gap[i] : gap[i] && "   "}${lines[row]!.padStart(widths[i]!)}`).join(""));
  return [grids.map(([name], i) => `${gap[i] && "   "}${name.padStart(widths[i]!)}`).join(""), ...rows].map((line) => `   ${line}`.trimEnd());
}

function greatest(terms: readonly Term[], factorName: string): string[] {
  const sorted = terms.filter(({ product }) => product !== 0).toSorted((one, other) => Math.abs(other.product) - Math.abs(one.product));
  const shown = sorted.slice(0, mostTerms).map(({ row, column, input, factor, product }) => `     input[${row}][${column}] ${number(input)} × ${number(factor)} = ${number(product)}`);
  const rest = sorted.slice(mostTerms).reduce((sum, { product }) => sum + product, 0);
  return [`   ${terms.length} products of input × ${factorName}, ${terms.length - sorted.length} of them 0; the greatest:`, ...shown, ...(sorted.length > mostTerms ? [`     and ${sorted.length - mostTerms} more, together ${number(rest)}`] : [])];
}

/** A name and its rows; numbers that are all small or large share a power of ten, which the name tells. */
function grid(name: string, values: readonly number[], width: number): readonly [name: string, lines: readonly string[]] {
  const greatestValue = Math.max(...values.map(Math.abs));
  const power = values.every(Number.isInteger) || (greatestValue >= 0.1 && greatestValue < 1_000) ? 0 : Math.floor(Math.log10(greatestValue));
  const cells = values.map((value) => short(value / 10 ** power));
  const cellWidth = Math.max(...cells.map((cell) => cell.length));
  const lines = Array.from({ length: cells.length / width }, (_, row) => cells.slice(row * width, (row + 1) * width).map((cell) => cell.padStart(cellWidth)).join("  "));
  return [power === 0 ? name : `${name}, in 1e${power}`, lines];
}

/** Cells in as many lines as they need. */
function flow(cells: readonly string[]): string[] {
  const width = Math.max(...cells.map((cell) => cell.length)) + 3;
  const each = Math.max(1, Math.floor((columns - 5) / width));
  return Array.from({ length: Math.ceil(cells.length / each) }, (_, line) => `     ${cells.slice(line * each, (line + 1) * each).map((cell) => cell.padEnd(width)).join("")}`.trimEnd());
}

/** For grids: whole numbers as they are, others to two decimals. */
const short = (value: number): string => (Number.isInteger(value) ? String(value + 0) : value.toFixed(2).replace(/^-(0\.00)$/, "$1"));

/** For sums: six significant digits. */
const number = (value: number): string => (Number.isInteger(value) ? String(value + 0) : String(Number(value.toPrecision(6))));

const shape = ({ shape: [channels, height, width] }: Planes): string => (channels === 1 ? `${height}×${width}` : `${channels}×${height}×${width}`);
