import { expect, test } from "vitest";
import { coordinate, element, svgDocument, text, tooltip } from "./element.js";

test("attributes and texts are escaped, markup is not", () => {
  expect(element("a", { href: `"<&'>` }, "<b/>")).toBe('<a href="&quot;&lt;&amp;&#39;&gt;"><b/></a>');
  expect(text(1, 2, 12, "1 < 2")).toBe('<text x="1" y="2" font-size="12">1 &lt; 2</text>');
  expect(tooltip("a & b")).toBe("<title>a &amp; b</title>");
  expect(svgDocument(10, 20, "<t>", "<d>", [])).toContain("<title>&lt;t&gt;</title>\n<desc>&lt;d&gt;</desc>");
});

test("lengths keep two decimals and have no negative zero", () => {
  expect([1, 0.125, -0.001, 2 / 3].map(coordinate)).toEqual(["1", "0.13", "0", "0.67"]);
});
