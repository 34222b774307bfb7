interface PoolAxis {
  size: number;
  kernel: number;
  stride: number;
  padding: number;
  dilation: number;
  ceilMode: boolean;
}

/** floor or ceil of (size + 2·padding − dilation·(k − 1) − 1)/stride, plus 1; no window starts in the right padding. */
export function poolOutputSize({ size, kernel, stride, padding, dilation, ceilMode }: PoolAxis): number {
  const steps = (size + 2 * padding - dilation * (kernel - 1) - 1) / stride;
  const count = (ceilMode ? Math.ceil(steps) : Math.floor(steps)) + 1;
  return ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count;
}
