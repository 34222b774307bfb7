import { expect } from "vitest";

const token = /<([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<>]*")*)(\/?)>|<\/([a-z]+)>|[^<>]+/y;
const bareAmpersand = /&(?!(?:amp|lt|gt|quot|#39);)/;
const notXml = /(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\ufffe\uffff]/u;

export interface Attribute {
  readonly element: string;
  readonly name: string;
  readonly value: string;
}

/** Reads an SVG of ours as strictly as an XML parser would; returns every attribute. */
export function readSvg(svg: string): Attribute[] {
  expect(svg).not.toMatch(bareAmpersand);
  expect(svg).not.toMatch(notXml);
  const open: string[] = [];
  const attributes: Attribute[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < svg.length) {
    const at = token.lastIndex;
    const match = token.exec(svg);
    if (match === null) expect.fail(`not markup at ${at}: ${svg.slice(at, at + 80)}`);
    const [, started, written, empty, ended] = match;
    if (started !== undefined) {
      for (const [, name, value] of written!.matchAll(/ ([a-zA-Z0-9:-]+)="([^"]*)"/g)) attributes.push({ element: started, name: name!, value: value! });
      if (empty === "") open.push(started);
    }
    if (ended !== undefined && ended !== open.pop()) expect.fail(`</${ended}> at ${at} closes another element`);
  }
  expect(open).toEqual([]);
  return attributes;
}

const horizontal = ["x", "x1", "x2", "cx"];
const vertical = ["y", "y1", "y2", "cy"];
const lengths = ["font-size", "width", "height", "r"];

/** Every number among the attributes is one, and every place lies on the canvas. */
export function expectOnCanvas(svg: string, width: number, height: number): void {
  const outside = readSvg(svg).filter(({ name, value }) => {
    if (horizontal.includes(name)) return !isBetween(value, width);
    if (vertical.includes(name)) return !isBetween(value, height);
    if (lengths.includes(name)) return !isBetween(value, Infinity);
    if (name !== "d") return false;
    return !value.slice(1).split(/[LM]/).every((point) => {
      const [x, y, ...more] = point.split(" ");
      return isBetween(x!, width) && isBetween(y!, height) && more.length === 0;
    });
  });
  expect(outside).toEqual([]);
}

function isBetween(text: string, max: number): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= max;
}
