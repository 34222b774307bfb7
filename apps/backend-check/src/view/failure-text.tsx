import type { JSX } from "preact";
import type { Failure } from "../state/session.js";
import { useLanguage } from "./context.js";

/** Why a backend gave up: in the words of the library where it had any. */
export function FailureText({ failure }: { readonly failure: Failure }): JSX.Element {
  const { t } = useLanguage();
  if (failure.type === "silent") return <p>{t.silent}</p>;
  if (failure.type === "died" && failure.message === "") return <p>{t.died}</p>;
  return <pre lang="en" tabIndex={0}>{failure.message}</pre>;
}
