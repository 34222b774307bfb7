import { plot } from "convoke";
import type { Language } from "./text.js";

/** What charts say of themselves. */
export const plotWords: Readonly<Record<Language, plot.Words>> = { vi: plot.vietnamese, en: plot.english };
