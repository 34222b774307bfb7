import type { JSX } from "preact";
import type { Session, Training } from "../state/session.js";
import type { SubjectId } from "../run/subject-ids.js";
import { useLanguage } from "./context.js";
import { FailureText } from "./failure-text.js";
import { LossChart } from "./loss-chart.js";
import { names } from "./names.js";

interface Curve {
  readonly id: SubjectId;
  readonly training: Training;
}

/** Loss curves over each other, and the same as tables. */
export function TrainingSection({ session }: { readonly session: Session }): JSX.Element {
  const { t } = useLanguage();
  const curves = session.subjects.flatMap(({ id, training }) => (training ? [{ id, training }] : []));
  return (
    <section aria-labelledby="training">
      <h2 id="training">{t.training}</h2>
      <p class="measure">{t.trainingLead}</p>
      {curves.length === 0 ? <p class="empty">{t.trainingEmpty}</p> : (
        <>
          <LossChart curves={curves.map(({ id, training }) => ({ id, losses: training.losses }))} steps={Math.max(...curves.map(({ training }) => training.steps))} />
          <Results curves={curves} />
          <Losses curves={curves} />
        </>
      )}
    </section>
  );
}

function Results({ curves }: { readonly curves: readonly Curve[] }): JSX.Element {
  const { t, number, percent } = useLanguage();
  const loss = (value: number | undefined): string => (value === undefined ? "–" : number(value, 4));
  return (
    <div class="scroll" role="region" aria-label={t.trainingTable} tabIndex={0}>
      <table class="results">
        <caption class="hidden">{t.trainingTable}</caption>
        <thead>
          <tr>{[t.backend, t.heldOut, t.firstLoss, t.lastLoss, t.perStep, t.state].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
        </thead>
        <tbody>
          {curves.map(({ id, training: { losses, milliseconds, accuracy, steps, status, error } }) => (
            <tr key={id} class={status}>
              <th scope="row" style={{ "--series": `var(--${id})` }}><span class="swatch" aria-hidden="true" /> {names[id]}</th>
              <td class="numbers">{accuracy ? <><strong>{percent(accuracy.right / accuracy.total)}</strong> <span class="quiet">{t.heldOutOf(number(accuracy.right), number(accuracy.total))}</span></> : "–"}</td>
              <td class="numbers">{loss(losses[0])}</td>
              <td class="numbers">{loss(losses.at(-1))}</td>
              <td class="numbers">{milliseconds.length > 0 ? t.milliseconds(number(median(milliseconds), 1)) : "–"}</td>
              <td>{t[status]} {number(losses.length)}/{number(steps)}{error && <FailureText failure={error} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The curves as numbers. */
function Losses({ curves }: { readonly curves: readonly Curve[] }): JSX.Element {
  const { t, number } = useLanguage();
  const longest = Math.max(...curves.map(({ training }) => training.losses.length));
  const steps = [1, 10, 20, 50, 100, 150, 200, 300, 400, 500, 600].filter((step) => step <= longest);
  return (
    <details>
      <summary>{t.lossTable}</summary>
      <div class="scroll" role="region" aria-label={t.lossTable} tabIndex={0}>
        <table class="losses">
          <caption class="hidden">{t.lossTable}</caption>
          <thead><tr><th scope="col">{t.step}</th>{curves.map(({ id }) => <th key={id} scope="col">{names[id]}</th>)}</tr></thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step}>
                <th scope="row">{number(step)}</th>
                {curves.map(({ id, training: { losses } }) => <td key={id} class="numbers">{losses.length >= step ? number(losses[step - 1]!, 4) : "–"}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}
