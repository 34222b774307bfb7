/** Planes [channels, height, width], row-major. */
export interface Planes {
  readonly data: ArrayLike<number>;
  readonly shape: readonly [channels: number, height: number, width: number];
}

/** Where a kernel goes: what of conv2d's geometry the two sums need. */
export interface Walk {
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
}

/** One output channel of a convolution, with what the library says about it. */
export interface Convolution {
  readonly title: string;
  /** What the loss is, and so where gradOutput comes from. */
  readonly loss: string;
  readonly input: Planes;
  /** Of the output channel: [inChannels, kernelHeight, kernelWidth]. */
  readonly weight: Planes;
  readonly bias: number;
  readonly walk: Walk;
  /** By conv2d: [1, outHeight, outWidth]. */
  readonly output: Planes;
  /** ∂L/∂output: [1, outHeight, outWidth]. */
  readonly gradOutput: Planes;
  /** By autograd: [inChannels, kernelHeight, kernelWidth]. */
  readonly gradWeight: Planes;
  /** Half the distance from 1 to the next number: 2⁻²⁴ for float32, 2⁻⁵³ for float64. */
  readonly roundoff: number;
}

/** A product of two numbers and where they stand. */
export interface Term {
  /** Of the input; a place outside is padding, and the number is 0. */
  readonly row: number;
  readonly column: number;
  readonly input: number;
  /** The kernel's number, or gradOutput's. */
  readonly factor: number;
  readonly product: number;
}

/** A sum of products beside the number that the library computed. */
export interface Sum {
  readonly terms: readonly Term[];
  readonly bias: number;
  readonly sum: number;
  readonly library: number;
  /** Whether they differ by no more than rounding can make of it. */
  readonly equal: boolean;
}

const at = ({ data, shape: [, height, width] }: Planes, channel: number, row: number, column: number): number =>
  row < 0 || column < 0 || row >= height || column >= width ? 0 : data[(channel * height + row) * width + column]!;

/** output[row][column] = bias + Σ weight[c][a][b] · input[c][row·stride + a·dilation − padding][column·stride + b·dilation − padding]; terms channel by channel. */
export function pixelSum({ input, weight, bias, walk, output, roundoff }: Convolution, row: number, column: number): Sum {
  const [channels, height, width] = weight.shape;
  const terms: Term[] = [];
  for (let c = 0; c < channels; c++) {
    for (let a = 0; a < height; a++) {
      for (let b = 0; b < width; b++) {
        const [y, x] = inputPlace(walk, row, column, a, b);
        terms.push(term(y, x, at(input, c, y, x), at(weight, c, a, b)));
      }
    }
  }
  return checked(terms, bias, at(output, 0, row, column), roundoff);
}

/** ∂L/∂weight[c][a][b] = Σ over all output places (row, column) of input[c][row·stride + a·dilation − padding][…] · gradOutput[row][column]. */
export function kernelGradientSum({ input, gradOutput, gradWeight, walk, roundoff }: Convolution, channel: number, a: number, b: number): Sum {
  const [, height, width] = gradOutput.shape;
  const terms: Term[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [y, x] = inputPlace(walk, row, column, a, b);
      terms.push(term(y, x, at(input, channel, y, x), at(gradOutput, 0, row, column)));
    }
  }
  return checked(terms, 0, at(gradWeight, channel, a, b), roundoff);
}

function inputPlace(walk: Walk, row: number, column: number, a: number, b: number): readonly [number, number] {
  return [row * walk.strideHeight + a * walk.dilationHeight - walk.padTop, column * walk.strideWidth + b * walk.dilationWidth - walk.padLeft];
}

const term = (row: number, column: number, input: number, factor: number): Term => ({ row, column, input, factor, product: input * factor });

/** The library may add in any order: |difference| ≤ γ(n) · Σ|products|, γ(n) = n·u / (1 − n·u). */
function checked(terms: readonly Term[], bias: number, library: number, roundoff: number): Sum {
  const sum = terms.reduce((total, { product }) => total + product, bias);
  const magnitude = terms.reduce((total, { product }) => total + Math.abs(product), Math.abs(bias));
  const n = terms.length + 2;
  return { terms, bias, sum, library, equal: Math.abs(sum - library) <= ((n * roundoff) / (1 - n * roundoff)) * magnitude };
}
