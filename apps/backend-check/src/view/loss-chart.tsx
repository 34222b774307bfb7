import type { JSX } from "preact";
import type { SubjectId } from "../run/subject-ids.js";
import { useLanguage } from "./context.js";
import { names } from "./names.js";

interface LossChartProps {
  readonly curves: readonly { readonly id: SubjectId; readonly losses: readonly number[] }[];
  readonly steps: number;
}

/** Steps whose mean is a point of a curve. */
const window = 10;
const levels = [0, 0.5, 1, 1.5, 2, 2.5];
const top = levels.at(-1)!;

/**
 * Curves laid over each other: the first is the widest, each later one lies on it and is narrower, so that curves that agree show as stripes.
 *
 * The drawing is stretched to its box; words are HTML beside it, so that they stay readable at every width.
 */
export function LossChart({ curves, steps }: LossChartProps): JSX.Element {
  const { t, number } = useLanguage();
  const begun = curves.filter(({ losses }) => losses.length > 0);
  return (
    <figure class="chart" role="group" aria-label={t.chart}>
      <p class="axis-y quiet">{t.lossAxis}</p>
      <div class="plot">
        {levels.map((level) => <span key={level} class="level numbers" aria-hidden="true" style={{ bottom: `${100 * level / top}%` }}>{number(level, 1)}</span>)}
        <svg viewBox={`0 0 ${steps} ${top}`} preserveAspectRatio="none" role="img" aria-label={`${t.chart}. ${t.chartText(number(begun.length))}`}>
          {levels.map((level) => <line key={level} class="grid" x1="0" x2={steps} y1={level} y2={level} />)}
          {begun.map(({ id, losses }, i) => (
            <polyline key={id} points={pointsOf(losses)} style={{ stroke: `var(--${id})`, strokeWidth: 2 + 2.2 * (begun.length - 1 - i) }} />
          ))}
        </svg>
      </div>
      <div class="axis-x quiet">
        <span class="numbers">1</span><span>{t.stepAxis}</span><span class="numbers">{number(steps)}</span>
      </div>
      <figcaption>
        <ul class="legend">{begun.map(({ id }) => <li key={id} style={{ "--series": `var(--${id})` }}><span class="swatch" aria-hidden="true" /> {names[id]}</li>)}</ul>
      </figcaption>
    </figure>
  );
}

function pointsOf(losses: readonly number[]): string {
  return losses.map((_, i) => {
    const last = losses.slice(Math.max(0, i + 1 - window), i + 1);
    const mean = last.reduce((sum, loss) => sum + loss, 0) / last.length;
    return `${i + 1},${(top - Math.min(mean, top)).toFixed(4)}`;
  }).join(" ");
}
