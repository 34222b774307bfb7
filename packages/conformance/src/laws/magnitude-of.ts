import { mapOperands, type Args, type LawSubject } from "../suite/spec.js";

/** The greatest element of the op on absolute values: how large the terms of its sums get. */
export async function magnitudeOf(apply: LawSubject["apply"], args: Args): Promise<number> {
  const { data } = await apply(...mapOperands(args, (operand) => ({ ...operand, data: Array.from(operand.data, Math.abs) })));
  return Array.from(data).reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1);
}
