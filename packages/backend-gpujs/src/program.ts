/**
 * A kernel as data. The body is the source of a gpu.js kernel function: always a string, since minifiers and coverage tools break functions.
 *
 * `$name` in the body reads an integer of `dims`. One source gives two kernels: the general one takes its dims as arguments and any sizes; the special one
 * has them as constants. Rules for bodies, each of which some mode needs: loops are `for (let i = 0; i < $n; i++)`, without `continue`; no name is
 * declared twice, not even in another block; both sides of `?:` have one type; no `&`, `|`, `>>`; integers divide with `idiv`.
 */
export interface Program {
  readonly name: string;
  /** Tensor arguments: flat arrays. */
  readonly inputs: readonly string[];
  /** Integers: sizes, strides, offsets. */
  readonly dims: readonly string[];
  /** Numbers that change from call to call. */
  readonly numbers?: readonly string[];
  readonly body: () => string;
}

/** The source of the general kernel: `function (a, dim_n, factor) { … }`. */
export function generalSource({ inputs, dims, numbers = [], body }: Program): string {
  return `function (${[...inputs, ...dims.map(argumentOf), ...numbers].join(", ")}) {\n${body().replace(/\$(\w+)/g, (_, dim: string) => argumentOf(dim))}\n}`;
}

/** The source of a special kernel, whose dims are constants. */
export function specialSource({ inputs, numbers = [], body }: Program): string {
  return `function (${[...inputs, ...numbers].join(", ")}) {\n${body().replace(/\$(\w+)/g, "this.constants.$1")}\n}`;
}

const argumentOf = (dim: string): string => `${dim}Dim`;

const cache = new Map<string, Program>();

/** The program of a name, made once. */
export function memoized(name: string, make: () => Omit<Program, "name">): Program {
  const known = cache.get(name);
  if (known) return known;
  const program = { name, ...make() };
  cache.set(name, program);
  return program;
}
