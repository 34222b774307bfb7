/** How well one class is told from the others; precision and recall are null where there is nothing to divide by. */
export interface ClassResult {
  readonly name: string;
  /** How many images of it there are. */
  readonly images: number;
  /** Of the images that were taken for it, the share that is it. */
  readonly precision: number | null;
  /** Of its images, the share that was taken for it. */
  readonly recall: number | null;
}

/** How often images of one class were taken for another. */
export interface Mistake {
  readonly truth: string;
  readonly predicted: string;
  readonly count: number;
}

type Matrix = readonly (readonly number[])[];

/** Precision and recall of each class; `confusion[t][p]` images of class t were taken for p. */
export function classResults(confusion: Matrix, classes: readonly string[]): ClassResult[] {
  return classes.map((name, label) => {
    const right = confusion[label]![label]!;
    const images = confusion[label]!.reduce((sum, count) => sum + count, 0);
    const taken = confusion.reduce((sum, row) => sum + row[label]!, 0);
    return { name, images, precision: taken === 0 ? null : right / taken, recall: images === 0 ? null : right / images };
  });
}

/** The most frequent mistakes, at most `most` of them. */
export function mostConfused(confusion: Matrix, classes: readonly string[], most: number): Mistake[] {
  const mistakes = confusion.flatMap((row, truth) => row.map((count, predicted) => ({ truth: classes[truth]!, predicted: classes[predicted]!, count, wrong: truth !== predicted })));
  const found = mistakes.filter(({ wrong, count }) => wrong && count > 0).toSorted((a, b) => b.count - a.count);
  return found.slice(0, most).map(({ truth, predicted, count }) => ({ truth, predicted, count }));
}
