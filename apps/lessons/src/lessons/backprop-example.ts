import { conv2d, cpu, sub, sum, square, mul, type Tensor, tensor } from "convoke";

const reference = cpu();                          // float64, for finite differences

/** A 5 × 5 input, a 3 × 3 kernel without symmetry, and the 3 × 3 output that is wanted. */
export const example = {
  input: [[1, 0, 2, 1, 0], [0, 3, 1, 0, 2], [2, 1, 0, 1, 1], [0, 2, 1, 3, 0], [1, 0, 1, 2, 1]],
  kernel: [[1, 2, 0], [-1, 0, 1], [0, 1, -2]],
  target: [[2, 1, 3], [0, 4, 1], [5, 2, 0]],
} as const;

export type Matrix = readonly (readonly number[])[];

/** A matrix as float64 picture on the reference backend: [1, 1, H, W]. */
export function exact(cells: Matrix, requiresGrad = false): Tensor {
  return tensor([[cells.map((row) => [...row])]], { dtype: "float64", backend: reference, requiresGrad });
}

/** L = ½ Σ (Y − T)², so that ∂L/∂Y = Y − T. */
export function loss(input: Tensor, kernel: Tensor): Tensor {
  return mul(sum(square(sub(conv2d(input, kernel), exact(example.target)))), 0.5);
}

/** (L(x + ε) − L(x − ε)) / 2ε for every cell of a matrix: no derivative rule, only the function itself. */
export async function finiteDifferences(cells: Matrix, of: (moved: Tensor) => Tensor, epsilon = 1e-4): Promise<number[][]> {
  const moved = (row: number, column: number, by: number): Tensor => exact(cells.map((values, r) => values.map((value, c) => (r === row && c === column ? value + by : value))));
  return Promise.all(cells.map((values, row) => Promise.all(values.map(async (_, column) =>
    ((await of(moved(row, column, epsilon)).item()) - (await of(moved(row, column, -epsilon)).item())) / (2 * epsilon)))));
}
