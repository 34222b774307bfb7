import { conv2d, div, tensor, type Tensor } from "convoke";

/** Document A's 9 × 9 letter X: 1 on its strokes, −1 elsewhere. */
export const letterX: readonly (readonly number[])[] = drawn([
  ".........",
  ".#.....#.",
  "..#...#..",
  "...#.#...",
  "....#....",
  "...#.#...",
  "..#...#..",
  ".#.....#.",
  ".........",
]);

/** The three masks of document A. */
export const masks = {
  diagonal: drawn(["#..", ".#.", "..#"]),
  cross: drawn(["#.#", ".#.", "#.#"]),
  antiDiagonal: drawn(["..#", ".#.", "#.."]),
};

function drawn(rows: readonly string[]): number[][] {
  return rows.map((row) => Array.from(row, (cell) => (cell === "#" ? 1 : -1)));
}

/** A matrix as what conv2d wants: one picture, one channel. */
export function asImage(cells: readonly (readonly number[])[]): Tensor {
  return tensor(cells.map((row) => [...row])).reshape([1, 1, cells.length, cells[0]!.length]);
}

/** Line up, multiply, add, and divide by nine: document A's matching. */
export function match(mask: readonly (readonly number[])[]): Tensor {
  return div(conv2d(asImage(letterX), asImage(mask)), 9);          // [1, 1, 7, 7]
}
