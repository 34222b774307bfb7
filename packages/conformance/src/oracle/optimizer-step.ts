/** One parameter of an optimizer as plain numbers. */
type Numbers = readonly number[];

interface SgdOptions {
  readonly lr: number;
  readonly momentum: number;
  readonly dampening: number;
  readonly weightDecay: number;
  readonly nesterov: boolean;
}

interface AdamOptions {
  readonly lr: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly decoupled: boolean;
  readonly step: number;
}

/** Each list with what rounding may move: the sums of the absolute values of the terms. */
export interface SteppedBySgd {
  readonly parameter: Numbers;
  readonly momentumBuffer: Numbers | null;
  readonly sizes: readonly [parameter: Numbers, momentumBuffer: Numbers];
}

/** g = gradient + λθ; b = µb + (1 − dampening)g, or g in the first step; θ − lr · (g + µb | b | g). */
export function stepBySgd(parameter: Numbers, gradient: Numbers, buffer: Numbers | null, options: SgdOptions): SteppedBySgd {
  const { lr, momentum, dampening, weightDecay, nesterov } = options;
  const stepped = parameter.map((value, i) => {
    const pair = (sign: (x: number) => number) => {
      const slope = sign(gradient[i]!) + sign(weightDecay * value);
      if (momentum === 0) return { moved: 0, direction: slope };
      const moved = buffer === null ? slope : sign(momentum * buffer[i]!) + sign(1 - dampening) * slope;
      return { moved, direction: nesterov ? slope + sign(momentum) * moved : moved };
    };
    const [exact, size] = [pair((x) => x), pair(Math.abs)];
    return { next: value - lr * exact.direction, moved: exact.moved, nextSize: Math.abs(value) + Math.abs(lr) * size.direction, movedSize: size.moved };
  });
  return {
    parameter: stepped.map(({ next }) => next),
    momentumBuffer: momentum === 0 ? null : stepped.map(({ moved }) => moved),
    sizes: [stepped.map(({ nextSize }) => nextSize), stepped.map(({ movedSize }) => movedSize)],
  };
}

export interface AdamMoments {
  readonly expAvg: Numbers;
  readonly expAvgSq: Numbers;
  readonly maxExpAvgSq: Numbers | null;
}

export interface SteppedByAdam extends AdamMoments {
  readonly parameter: Numbers;
  readonly sizes: { readonly parameter: Numbers; readonly expAvg: Numbers; readonly expAvgSq: Numbers };
}

/** Kingma and Ba's algorithm 1, with the decay of either kind and the greatest v so far where `maxExpAvgSq` is there. */
export function stepByAdam(parameter: Numbers, gradient: Numbers, state: AdamMoments, options: AdamOptions): SteppedByAdam {
  const { lr, beta1, beta2, eps, weightDecay, decoupled, step } = options;
  const stepped = parameter.map((value, i) => {
    const decay = decoupled ? 0 : weightDecay * value;
    const slope = gradient[i]! + decay, slopeSize = Math.abs(gradient[i]!) + Math.abs(decay);
    const m = beta1 * state.expAvg[i]! + (1 - beta1) * slope, mSize = beta1 * Math.abs(state.expAvg[i]!) + (1 - beta1) * slopeSize;
    const v = beta2 * state.expAvgSq[i]! + (1 - beta2) * slope ** 2, vSize = beta2 * state.expAvgSq[i]! + (1 - beta2) * slopeSize ** 2;
    const greatest = state.maxExpAvgSq === null ? v : Math.max(state.maxExpAvgSq[i]!, v);
    const root = Math.sqrt(greatest / (1 - beta2 ** step)) + eps;
    const start = decoupled ? value * (1 - lr * weightDecay) : value;
    const change = (size: number): number => (lr * size) / (1 - beta1 ** step) / root;
    // A gradient that cancels with its decay moves v by more than its own roundings.
    const loss = greatest === 0 ? 1 : Math.max(1, vSize / greatest);
    return { next: start - change(m), m, v, greatest, mSize, vSize, nextSize: Math.abs(start) + change(mSize) * loss };
  });
  return {
    parameter: stepped.map(({ next }) => next),
    expAvg: stepped.map(({ m }) => m),
    expAvgSq: stepped.map(({ v }) => v),
    maxExpAvgSq: state.maxExpAvgSq && stepped.map(({ greatest }) => greatest),
    sizes: { parameter: stepped.map(({ nextSize }) => nextSize), expAvg: stepped.map(({ mSize }) => mSize), expAvgSq: stepped.map(({ vSize }) => vSize) },
  };
}
