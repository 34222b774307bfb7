import type { JSX } from "preact";
import { languages, type Language, type LanguageCode } from "../language/language.js";
import type { Session } from "../state/session.js";
import { BackendList } from "./backend-list.js";
import { CheckSection } from "./check-section.js";
import { LanguageContext } from "./context.js";
import { ControlBar } from "./control-bar.js";
import { ReportSection } from "./report-section.js";
import { TrainingSection } from "./training-section.js";

interface PageProps {
  readonly session: Session;
  readonly language: Language;
  readonly onLanguage: (code: LanguageCode) => void;
}

export function Page({ session, language, onLanguage }: PageProps): JSX.Element {
  const { t, code } = language;
  return (
    <LanguageContext.Provider value={language}>
      <a class="skip" href="#run">{t.skip}</a>
      <header class="top">
        <p class="brand"><Mark /> Convoke</p>
        <div class="languages" role="group" aria-label={t.language}>
          {Object.entries(languages).map(([each, { name }]) => (
            <button key={each} type="button" lang={each} aria-pressed={each === code} onClick={() => onLanguage(each as LanguageCode)}>{name}</button>
          ))}
        </div>
        <h1>{t.title}</h1>
        <p class="lead">{t.lead}</p>
        <p class="quiet">{t.local}</p>
      </header>
      <main>
        <ControlBar session={session} />
        <BackendList session={session} />
        <CheckSection session={session} />
        <TrainingSection session={session} />
        <ReportSection session={session} />
      </main>
      <footer>
        <h2>{t.data}</h2>
        <p>{t.dataNotice} <a href="https://creativecommons.org/licenses/by-sa/3.0/" rel="license noreferrer">{t.licence}</a> · <a href="ATTRIBUTION.txt">{t.noticeFile}</a></p>
      </footer>
    </LanguageContext.Provider>
  );
}

/** A 3×3 kernel. */
function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 7 7" aria-hidden="true">
      {[0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => <rect key={`${x}${y}`} x={x * 2.5} y={y * 2.5} width="2" height="2" rx="0.4" opacity={(x + y) % 2 === 0 ? 1 : 0.35} />))}
    </svg>
  );
}
