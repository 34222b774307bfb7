import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { languageOf, type Language } from "../language/language.js";

export const LanguageContext = createContext<Language>(languageOf("en"));

export function useLanguage(): Language {
  return useContext(LanguageContext);
}
