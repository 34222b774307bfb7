import type { JSX } from "preact";
import { rerunAddress } from "../state/options.js";
import type { SubjectState } from "../state/session.js";
import { useLanguage } from "./context.js";
import { FailureText } from "./failure-text.js";
import { names } from "./names.js";

/** Messages of an operation that are shown at once; the report has all. */
const shown = 3;

/** Messages of failing checks, each with the address that shows it again; then what is known to differ. */
export function Failures({ subjects }: { readonly subjects: readonly SubjectState[] }): JSX.Element {
  const { t, number } = useLanguage();
  const rows = subjects.flatMap(({ id, check }) => (check ? [...check.rows.values()].map((row) => ({ id, check, ...row })) : []));
  const failed = rows.filter(({ status }) => status === "fail");
  const waived = rows.filter(({ status }) => status === "waived");
  const broken = subjects.flatMap(({ id, check }) => (check?.error ? [{ id, error: check.error }] : []));
  return (
    <>
      {(failed.length > 0 || broken.length > 0) && (
        <div class="failures">
          <h3>{t.failures}</h3>
          {broken.map(({ id, error }) => <div key={id}><h4>{t.backendBroke(names[id])}</h4><FailureText failure={error} /></div>)}
          {failed.map(({ id, op, dtype, messages, check }) => (
            <div key={`${id} ${op} ${dtype}`}>
              <h4>{names[id]} · {op} · {dtype}</h4>
              {messages.slice(0, shown).map((message, i) => <pre key={i} lang="en" tabIndex={0}>{message}</pre>)}
              {messages.length > shown && <p class="quiet">{t.moreFailures(number(messages.length - shown))}</p>}
              <p><a href={rerunAddress(id, op, check)}>{t.rerun(op, names[id])}</a></p>
            </div>
          ))}
        </div>
      )}
      {waived.length > 0 && (
        <details class="known">
          <summary>{t.knownDifferences}</summary>
          <ul>{waived.map(({ id, op, messages }) => <li key={`${id} ${op}`}><strong>{names[id]} · {op}:</strong> <span lang="en">{[...new Set(messages)].join("; ")}</span></li>)}</ul>
        </details>
      )}
    </>
  );
}
