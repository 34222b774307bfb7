import type { Step } from "./train-epoch.js";

/** Means over some consecutive steps: one point of the curves. */
export interface Point {
  /** How many epochs were done at its end: 0.5 is the middle of the first. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
}

export interface EpochResult {
  readonly epoch: number;
  /** Means over the epoch, while the network was still learning. */
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  /** null where no images were set aside. */
  readonly valLoss: number | null;
  readonly valAccuracy: number | null;
}

const pointsPerEpoch = 50;

/** Sums up steps. */
export class Totals {
  images = 0;
  #loss = 0;
  #correct = 0;

  add({ images, loss, correct }: Step): void {
    this.images += images;
    this.#loss += loss * images;
    this.#correct += correct;
  }

  /** Mean over the images. */
  get loss(): number {
    return this.#loss / this.images;
  }

  get accuracy(): number {
    return this.#correct / this.images;
  }
}

/** All that was measured during a run. It holds no times, so that the same seed gives the same history. */
export class History {
  readonly points: Point[] = [];
  readonly epochs: EpochResult[] = [];
  /** Of the epoch that runs. */
  current = new Totals();
  readonly #lines: string[] = [];
  readonly #stepsPerEpoch: number;
  #recent = new Totals();
  #steps = 0;

  constructor(stepsPerEpoch: number) {
    this.#stepsPerEpoch = stepsPerEpoch;
  }

  /** The history that `toJsonLines` wrote after whole epochs, to go on with; null for other lines. */
  static fromJsonLines(stepsPerEpoch: number, text: string): History | null {
    const history = new History(stepsPerEpoch);
    for (const line of text.split("\n").filter(Boolean)) {
      const entry = readEntry(line);
      if (entry === null) return null;
      const { kind, ...values } = entry;
      if (kind === "train") history.points.push(values as Point);
      else history.epochs.push(values as EpochResult);
      history.#lines.push(line);
    }
    history.#steps = history.epochs.length * stepsPerEpoch;
    return history;
  }

  addStep(step: Step): void {
    this.current.add(step);
    this.#recent.add(step);
    this.#steps++;
    const inEpoch = this.#steps % this.#stepsPerEpoch;
    if (inEpoch !== 0 && inEpoch % Math.ceil(this.#stepsPerEpoch / pointsPerEpoch) !== 0) return;
    const { loss, accuracy } = this.#recent;
    const point = { epoch: this.#steps / this.#stepsPerEpoch, loss, accuracy };
    this.points.push(point);
    this.#lines.push(JSON.stringify({ kind: "train", ...point }));
    this.#recent = new Totals();
  }

  endEpoch(val: { readonly loss: number; readonly accuracy: number } | null): EpochResult {
    const { loss, accuracy } = this.current;
    const result = { epoch: this.epochs.length + 1, trainLoss: loss, trainAccuracy: accuracy, valLoss: val?.loss ?? null, valAccuracy: val?.accuracy ?? null };
    this.epochs.push(result);
    this.#lines.push(JSON.stringify({ kind: "epoch", ...result }));
    this.current = new Totals();
    return result;
  }

  /** One JSON object a line: `kind: "train"` some 50 times an epoch, `kind: "epoch"` at its end. */
  toJsonLines(): string {
    return this.#lines.map((line) => `${line}\n`).join("");
  }
}

const members = { train: ["epoch", "loss", "accuracy"], epoch: ["epoch", "trainLoss", "trainAccuracy", "valLoss", "valAccuracy"] };

function readEntry(line: string): { readonly kind: "train" | "epoch" } | null {
  try {
    const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const names = entry["kind"] === "train" || entry["kind"] === "epoch" ? members[entry["kind"]] : [];
    const valid = names.length > 0 && names.every((name) => typeof entry[name] === "number" || (name.startsWith("val") && entry[name] === null));
    return valid ? (entry as { readonly kind: "train" | "epoch" }) : null;
  } catch {
    return null;
  }
}
