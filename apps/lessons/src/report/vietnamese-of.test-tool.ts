/** What a Vietnamese reader of the page sees and hears: texts, attributes that are read aloud, and the texts of drawings; without code and formulas. */
export function vietnameseOf(html: string): string {
  const drawings = Array.from(html.matchAll(/<img [^>]*lang="vi" src="data:image\/svg\+xml;base64,([^"]*)"/g), ([, bytes]) => Buffer.from(bytes!, "base64").toString())
    .flatMap((svg) => Array.from(svg.matchAll(/<(text|title|desc)\b[^>]*>([^<]*)</g), ([, , text]) => text!));
  const seen = html
    .replace(/<(style|script|pre|code|math)\b[^>]*>.*?<\/\1>/gs, " ")
    .replace(/<(span|div) lang="en">.*?<\/\1>/gs, " ")
    .replace(/<button[^>]* lang="en-GB">.*?<\/button>|<img [^>]*lang="en"[^>]*>/g, " ");
  const spoken = Array.from(seen.matchAll(/ (?:alt|aria-label)="([^"]*)"/g), ([, text]) => text!);
  return [...drawings, ...spoken, seen.replace(/<[^>]*>/g, " ")].join("\n").replace(/&[a-z]+;/g, " ");
}

/** Words of English that are neither Vietnamese syllables nor terms of the two documents. */
const english =
  /(?<![\p{L}_.-])(the|of|and|at|is|are|was|were|with|from|for|by|each|points?|first|last|lowest|highest|chart|against|channels?|values?|maps|class|classes|total|range|example|input|output|layer|row|column|pictures?|digits?|numbers?|moved|before|after|behind|shared|photo|error|expected|epochs?|step|loss|accuracy|weights|images?)(?![\p{L}_(-])/giu;

/** The English words of a page that is read in Vietnamese, each with what stands around it. */
export function englishIn(html: string): string[] {
  const text = vietnameseOf(html);
  return Array.from(text.matchAll(english), ({ index }) => text.slice(Math.max(0, index - 20), index + 25).replace(/\s+/g, " "));
}
