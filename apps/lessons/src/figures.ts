import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Block } from "./blocks/block.js";
import type { Language } from "./blocks/text.js";

/** Writes the pictures of a block into `folder`; resolves to their paths. */
export async function writeFigures(block: Block, folder: string, language: Language): Promise<string[]> {
  const files: readonly (readonly [name: string, content: Uint8Array | string])[] =
    block.kind === "pictures" && block.sheet ? [[`${block.name}.png`, block.sheet[language]]]
    : block.kind === "pictures" ? block.items.map(({ png }, i) => [`${block.name}${block.items.length > 1 ? `-${i}` : ""}.png`, png] as const)
    : block.kind === "drawing" ? [[`${block.name}.svg`, block.draw(language, 720)]]
    : [];
  if (files.length > 0) await mkdir(folder, { recursive: true });
  for (const [name, content] of files) await writeFile(join(folder, name), content);
  const paths = files.map(([name]) => join(folder, name));
  return paths.length > 4 ? [`${paths[0]} … ${paths.at(-1)}`] : paths;
}
