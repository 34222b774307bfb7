import type { JSX } from "preact";
import type { ReportRow } from "@convoke/conformance";
import type { Check, Session, SubjectState } from "../state/session.js";
import { useLanguage } from "./context.js";
import { Failures } from "./failures.js";
import { names } from "./names.js";

interface Column {
  readonly subject: SubjectState;
  readonly check: Check;
  readonly dtype: string;
}

/** Operation × backend: status, worst error as a share of the bound, and time. */
export function CheckSection({ session }: { readonly session: Session }): JSX.Element {
  const { t } = useLanguage();
  const columns = session.subjects.flatMap((subject): Column[] => {
    const { check } = subject;
    if (!check) return [];
    const dtypes = new Set(["float32", ...[...check.rows.values()].map(({ dtype }) => dtype)]);
    return [...dtypes].map((dtype) => ({ subject, check, dtype }));
  });
  const ops = [...new Set(columns.flatMap(({ check }) => [...check.rows.values()].map(({ op }) => op)))];
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">{t.checks}</h2>
      <p class="measure">{t.checksLead}</p>
      {columns.length === 0 ? <p class="empty">{t.checksEmpty}</p> : (
        <>
          <Legend />
          <div class="scroll" hidden={ops.length === 0 && session.current === null} role="region" aria-labelledby="checks" tabIndex={0}>
            <table class="checks">
              <caption class="hidden">{t.checksTable}</caption>
              <thead>
                <tr>
                  <th scope="col">{t.operation}</th>
                  {columns.map((column) => <Head key={`${column.subject.id} ${column.dtype}`} {...column} />)}
                </tr>
              </thead>
              <tbody>
                {ops.map((op) => (
                  <tr key={op}>
                    <th scope="row" lang="en">{op}</th>
                    {columns.map(({ subject, check, dtype }) => <Cell key={`${subject.id} ${dtype}`} row={check.rows.get(`${op}/${dtype}`)} isNext={check.status === "running" && check.op === op} />)}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Failures subjects={session.subjects} />
        </>
      )}
    </section>
  );
}

function Head({ subject, check, dtype }: Column): JSX.Element {
  const { t, number } = useLanguage();
  const rows = [...check.rows.values()].filter((row) => row.dtype === dtype);
  const failed = rows.filter(({ status }) => status === "fail").length;
  const state = check.status === "done" ? `${number(rows.length - failed)}/${number(rows.length)}` : t[check.status];
  return (
    <th scope="col" class={check.status} style={{ "--series": `var(--${subject.id})` }}>
      <span class="name">{names[subject.id]}</span>
      <span class="quiet">{dtype}</span>
      <span class="numbers">{state}{check.status === "done" && <span class="hidden"> ({t.opsPassed(number(rows.length - failed), number(rows.length))})</span>}</span>
    </th>
  );
}

const marks = { pass: "✓", derived: "✓ᵈ", waived: "≈", fail: "✗" } as const;

function Cell({ row, isNext }: { readonly row: ReportRow | undefined; readonly isNext: boolean }): JSX.Element {
  const { t, number, share } = useLanguage();
  if (!row) return <td class={isNext ? "next" : "none"}><span aria-hidden="true">{isNext ? "…" : "–"}</span><span class="hidden">{isNext ? t.running : t.notRun}</span></td>;
  const status = row.status as keyof typeof marks;
  const isCompared = status !== "fail" && status !== "waived";
  return (
    <td class={status} title={[t[status], ...(isCompared ? [t.share(share(row.worst))] : []), ...row.bounds].join(" · ")}>
      <span class="cell numbers">
        <span class="sign" aria-hidden="true">{marks[status]}</span>
        <span class="hidden">{t[status]}</span>
        {isCompared && <span>{share(row.worst)}</span>}
        <span class="time">{t.milliseconds(number(row.milliseconds))}</span>
      </span>
      {isCompared && <span class="bar" style={{ "--share": Math.min(row.worst, 1) }} />}
    </td>
  );
}

function Legend(): JSX.Element {
  const { t } = useLanguage();
  return (
    <ul class="legend" aria-label={t.legend}>
      {(Object.keys(marks) as (keyof typeof marks)[]).map((status) => <li key={status} class={status}><span class="sign">{marks[status]}</span> {t[status]}</li>)}
      <li><span class="bar" style={{ "--share": 0.6 }} /> {t.shareUnit}</li>
    </ul>
  );
}
