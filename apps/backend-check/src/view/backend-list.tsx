import type { JSX } from "preact";
import type { Session, SubjectState } from "../state/session.js";
import { useLanguage } from "./context.js";
import { names } from "./names.js";

/** Every backend with what it says of itself, or why it cannot run here. */
export function BackendList({ session }: { readonly session: Session }): JSX.Element {
  const { t } = useLanguage();
  return (
    <section aria-labelledby="backends">
      <h2 id="backends">{t.backends}</h2>
      <p class="quiet">{t.backendsHint}</p>
      {!crossOriginIsolated && <Isolation />}
      <ul class="backends">
        {session.subjects.map((subject) => <Backend key={subject.id} subject={subject} session={session} />)}
      </ul>
    </section>
  );
}

function Isolation(): JSX.Element {
  const { t } = useLanguage();
  return (
    <div class="notice">
      <p><strong>{t.notIsolated}</strong> {t.notIsolatedHint}</p>
      <pre>{"Cross-Origin-Opener-Policy: same-origin\nCross-Origin-Embedder-Policy: require-corp"}</pre>
    </div>
  );
}

function Backend({ subject, session }: { readonly subject: SubjectState; readonly session: Session }): JSX.Element {
  const { t } = useLanguage();
  const { id, state, host, info, reason, isChosen } = subject;
  const toggle = (): void => {
    subject.isChosen = !subject.isChosen;
    session.changed();
  };
  return (
    <li class={`backend ${state}`} style={{ "--series": `var(--${id})` }}>
      <h3>
        <label>
          <input type="checkbox" aria-label={t.take(names[id])} checked={isChosen && state === "ready"} disabled={state !== "ready" || session.activity !== "idle"} onChange={toggle} />
          {names[id]}
        </label>
      </h3>
      <p class="badge">{state === "ready" ? t.ready : state === "unavailable" ? t.unavailable : t.probing}</p>
      <p>{t.about[id]}</p>
      {reason && <p class="reason"><strong>{t.whyNot}: </strong><span lang="en">{reason}</span></p>}
      {info && (
        <dl>
          <div><dt>{t.runsIn}</dt><dd>{host === "worker" ? t.inWorker : t.onPage}</dd></div>
          {Object.entries(info).filter(([key]) => key !== "name").map(([key, value]) => <div key={key} lang="en"><dt>{key}</dt><dd>{String(value)}</dd></div>)}
        </dl>
      )}
    </li>
  );
}
