import { escapeXml } from "./escape-xml.js";

/** One SVG element. Attributes are escaped; numbers keep two decimals; `content` is markup (for text see `text`). */
export function element(name: string, attributes: Readonly<Record<string, string | number>>, content = ""): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? coordinate(value) : escapeXml(value)}"`)
    .join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** A line of text; `content` is escaped. */
export function text(x: number, y: number, size: number, content: string, attributes: Readonly<Record<string, string | number>> = {}): string {
  return element("text", { x, y, "font-size": size, ...attributes }, escapeXml(content));
}

/** What a pointer shows over the element that it stands in; `content` is escaped. */
export function tooltip(content: string): string {
  return element("title", {}, escapeXml(content));
}

/** A length in pixels, rounded to hundredths so that the same picture is the same text. */
export function coordinate(value: number): string {
  return String(Math.round(value * 100) / 100 + 0);
}

/** A whole SVG document on white, with the name and the description that a screen reader speaks. */
export function svgDocument(width: number, height: number, title: string, description: string, body: readonly string[]): string {
  const content = [
    tooltip(title),
    element("desc", {}, escapeXml(description)),
    element("rect", { width, height, fill: "#ffffff" }),
    ...body,
  ];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${coordinate(width)} ${coordinate(height)}`,
    role: "img",
    "font-family": "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
    fill: "#1f2937",
  };
  return `${element("svg", attributes, `\n${content.join("\n")}\n`)}\n`;
}
