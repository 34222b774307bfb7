import type { Words } from "./words.js";

/** The words of every picture where the option `words` is not given. */
export const english: Words = {
  lineChart: {
    noData: "no data",
    about: (yLabel, xLabel) => `Line chart of ${yLabel} against ${xLabel}.`,
    empty: (series) => `${series}: no points.`,
    series: (series, count, first, last, lowest, highest) => `${series}: ${count} points, first ${first}, last ${last}, lowest ${lowest}, highest ${highest}.`,
    point: (y, x) => `${y} at ${x}`,
  },
  barChart: {
    about: (valueLabel, count) => `Bar chart of ${valueLabel}, ${count} ${count === 1 ? "bar" : "bars"}.`,
    more: (count) => `, and ${count} more`,
  },
  confusionMatrix: {
    about: (classes) => `Confusion matrix of ${classes} classes; rows are true classes, columns predicted classes.`,
    summary: (samples, accuracy) => `${samples} samples, accuracy ${accuracy}`,
    colours: "blue: right, orange: mistaken; the darker, the larger the share of its row",
    predicted: "predicted class",
    actual: "true class",
    total: "total",
    recall: "recall",
    precision: "precision",
    cell: (actual, predicted, count) => `${actual} predicted as ${predicted}: ${count}`,
    mistake: (actual, predicted, count) => `${actual} as ${predicted} (${count})`,
    mistakes: (worst) => `Most frequent mistakes: ${worst}.`,
    noMistakes: "No mistakes.",
  },
  grid: {
    about: (count, height, width) => `Grid of ${count} ${count === 1 ? "map" : "maps"}, ${height} × ${width} values each.`,
    more: (count) => `; and ${count} more`,
    colours: {
      grey: "Black is the least, white the greatest value.",
      heat: "Black is the least, light yellow the greatest value.",
      signed: "Blue is below zero, white is zero, red is above zero.",
    },
    ownRange: "Each map has its own range.",
    sharedRange: (low, high) => `All maps share the range from ${low} to ${high}.`,
    map: (index) => `map ${index}`,
    photo: (index) => `photo ${index}`,
    channel: (index) => `channel ${index}`,
    kernel: (index) => `kernel ${index}`,
    values: (low, high) => `values ${low} : ${high}`,
    infinities: (values) => `${values} and infinities`,
    notFinite: "no finite value",
    nan: (sign) => `${sign} is NaN`,
    magenta: "magenta",
  },
};
