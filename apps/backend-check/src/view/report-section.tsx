import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { reportOf } from "../state/report.js";
import type { Session } from "../state/session.js";
import { useLanguage } from "./context.js";

export function ReportSection({ session }: { readonly session: Session }): JSX.Element {
  const { t } = useLanguage();
  const [isOpen, open] = useState(false);
  const isEmpty = session.subjects.every(({ check, training }) => !check && !training);
  const text = (): string => JSON.stringify(reportOf(session), null, 2);
  const download = (): void => {
    if (isEmpty) return;
    const address = URL.createObjectURL(new Blob([text()], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: address, download: t.downloadName }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <section aria-labelledby="report">
      <h2 id="report">{t.report}</h2>
      <p class="measure">{t.reportLead}</p>
      <p><button type="button" aria-disabled={isEmpty} onClick={download}>{t.download}</button></p>
      {isEmpty ? <p class="empty">{t.noReport}</p> : (
        <details open={isOpen} onToggle={({ currentTarget }) => open(currentTarget.open)}>
          <summary>{t.show}</summary>
          {isOpen && <pre class="json" lang="en" tabIndex={0}>{text()}</pre>}
        </details>
      )}
    </section>
  );
}
