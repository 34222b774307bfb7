/** Every fixed word in the pictures of this package, those for screen readers among them: `english` or `vietnamese`, or yours in another language. */
export interface Words {
  readonly lineChart: {
    readonly noData: string;
    readonly about: (yLabel: string, xLabel: string) => string;
    readonly empty: (series: string) => string;
    readonly series: (series: string, count: number, first: string, last: string, lowest: string, highest: string) => string;
    /** A point: its value, and where that is. */
    readonly point: (y: string, x: string) => string;
  };
  readonly barChart: {
    readonly about: (valueLabel: string, count: number) => string;
    /** How many bars are drawn, but not read out. */
    readonly more: (count: number) => string;
  };
  readonly confusionMatrix: {
    readonly about: (classes: number) => string;
    readonly summary: (samples: number, accuracy: string) => string;
    readonly colours: string;
    readonly predicted: string;
    readonly actual: string;
    readonly total: string;
    readonly recall: string;
    readonly precision: string;
    readonly cell: (actual: string, predicted: string, count: number) => string;
    readonly mistake: (actual: string, predicted: string, count: number) => string;
    readonly mistakes: (worst: string) => string;
    readonly noMistakes: string;
  };
  readonly grid: {
    readonly about: (count: number, height: number, width: number) => string;
    readonly more: (count: number) => string;
    readonly colours: Readonly<Record<"grey" | "heat" | "signed", string>>;
    readonly ownRange: string;
    readonly sharedRange: (low: string, high: string) => string;
    readonly map: (index: number) => string;
    readonly photo: (index: number) => string;
    readonly channel: (index: number) => string;
    readonly kernel: (index: number) => string;
    /** What the maps hold, where that is not what the ends of the colours say. */
    readonly values: (low: string, high: string) => string;
    readonly infinities: (values: string) => string;
    readonly notFinite: string;
    /** Which colour, or character, stands for NaN. */
    readonly nan: (sign: string) => string;
    readonly magenta: string;
  };
}
