import { render } from "preact";
import { firstLanguage, languageOf, remember, type LanguageCode } from "./language/language.js";
import { readOptions } from "./state/options.js";
import { Session } from "./state/session.js";
import { Page } from "./view/page.js";

/** Longest time between a change and its paint. */
const interval = 120;   // ms

const options = readOptions(location.search);
const session = new Session(options, loadDigits());
let code = firstLanguage(location.search);
let timer: ReturnType<typeof setTimeout> | undefined;

async function loadDigits(): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch("digits.bin")).arrayBuffer());
}

function paint(): void {
  timer = undefined;
  const language = languageOf(code);
  document.documentElement.lang = code;
  document.title = `${language.t.title} · Convoke`;
  render(<Page session={session} language={language} onLanguage={choose} />, document.body);
}

function choose(chosen: LanguageCode): void {
  code = chosen;
  remember(code);
  paint();
}

session.onChange = () => (timer ??= setTimeout(paint, interval));
paint();
await session.probe();
await session.run(options.auto);
