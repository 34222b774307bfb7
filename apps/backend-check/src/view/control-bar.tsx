import type { JSX } from "preact";
import { runChoices, stepChoices } from "../state/options.js";
import { summarize } from "../state/summary.js";
import type { Session, Work } from "../state/session.js";
import { useLanguage } from "./context.js";
import { names } from "./names.js";

/** Starts and stops work, says what is going on, and holds the settings. */
export function ControlBar({ session }: { readonly session: Session }): JSX.Element {
  const { t } = useLanguage();
  const isIdle = session.activity === "idle" && session.ready.length > 0;
  const start = (label: string, works: readonly Work[], kind = ""): JSX.Element => (
    <button type="button" class={kind} aria-disabled={!isIdle} onClick={() => void session.run(works)}>{label}</button>
  );
  return (
    <section id="run" class={`control ${session.current ? "busy" : ""}`} aria-label={t.actions} tabIndex={-1}>
      <div class="buttons">
        {start(t.runAll, ["check", "train"], "primary")}
        {start(t.runChecks, ["check"])}
        {start(t.runTraining, ["train"])}
        <button type="button" class="stop" aria-disabled={session.activity !== "running"} onClick={() => session.stop()}>{t.stop}</button>
      </div>
      <Progress session={session} />
      <Settings session={session} isIdle={session.activity === "idle" || session.activity === "probing"} />
    </section>
  );
}

function Progress({ session }: { readonly session: Session }): JSX.Element {
  const { t, number } = useLanguage();
  const subject = session.subjects.find(({ id }) => id === session.current?.id);
  const check = session.current?.work === "check" ? subject?.check : null;
  const training = session.current?.work === "train" ? subject?.training : null;
  const [done, total] = check ? [check.done, check.total] : [training?.losses.length ?? 0, training?.steps ?? 0];
  const detail = check ? `${t.checkCount(number(done), number(total))} · ${check.op}` : training ? `${t.step} ${number(done)} / ${number(total)}` : "";
  return (
    <div class="progress">
      <p role="status">{statusOf(session)}</p>
      {session.current && <progress aria-label={statusOf(session)} max={total || 1} value={done} />}
      <p class="quiet numbers" aria-hidden={!detail}>{detail}</p>
    </div>
  );
}

/** One line that changes when a backend begins or ends, so that it may be read aloud. */
function statusOf(session: Session): string {
  const { t, number } = useLanguage();
  const { activity, current } = session;
  if (activity === "probing") return t.statusProbing(names[session.subjects.find(({ state }) => state === "probing" || state === "unknown")?.id ?? "cpu"]);
  if (activity === "stopping") return t.statusStopping;
  if (current) {
    const at = t.ofBackends(number(session.ready.findIndex(({ id }) => id === current.id) + 1), number(session.ready.length));
    return (current.work === "check" ? t.statusChecking : t.statusTraining)(names[current.id], at);
  }
  if (session.ready.length === 0) return t.statusNone;
  if (session.finished === 0) return t.statusReady(number(session.subjects.filter(({ state }) => state === "ready").length));
  const { failed, isStopped, hasChecks } = summarize(session.subjects);
  if (failed > 0) return t.statusFailed(number(failed));
  return isStopped ? t.statusStopped : hasChecks ? t.statusPassed : t.statusTrained;
}

function Settings({ session, isIdle }: { readonly session: Session; readonly isIdle: boolean }): JSX.Element {
  const { t, number } = useLanguage();
  const { options } = session;
  const choice = (label: string, key: "runs" | "steps", choices: readonly number[], text: (value: number) => string): JSX.Element => (
    <label>
      {label}
      <select value={options[key]} disabled={!isIdle} onChange={({ currentTarget }) => { options[key] = Number(currentTarget.value); session.changed(); }}>
        {[...new Set([...choices, options[key]])].map((value) => <option key={value} value={value}>{text(value)}</option>)}
      </select>
    </label>
  );
  return (
    <details class="settings">
      <summary>{t.settings}</summary>
      <div>
        {choice(t.runs, "runs", runChoices, (runs) => t.runsHint(String(runs)))}
        {choice(t.steps, "steps", stepChoices, (steps) => number(steps))}
        <label>
          {t.ops}
          <input
            type="text" spellcheck={false} autocomplete="off" autocapitalize="off" placeholder={t.opsHint} disabled={!isIdle} value={options.ops?.join(",") ?? ""}
            onChange={({ currentTarget }) => { options.ops = opsOf(currentTarget.value); session.changed(); }}
          />
        </label>
      </div>
    </details>
  );
}

function opsOf(text: string): string[] | null {
  const ops = text.split(/[\s,]+/).filter(Boolean);
  return ops.length > 0 ? ops : null;
}
