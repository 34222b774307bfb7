import { Tensor, type DType } from "@convoke/core";
import { ConformanceFailure } from "../suite/failure.js";
import { mapOperands, type Args, type Law, type LawSubject } from "../suite/spec.js";

type TensorOp = (...args: never[]) => Tensor;

/** The result has its operands' dtype: the floats under test, and those of the integer dtypes that the op takes. */
export function keepsDType(op: TensorOp, integers: readonly DType[] = []): Law {
  return dtypeLaw("keeps the dtype", op, integers, (dtype) => dtype);
}

/** The result has one dtype, whatever the operands have. */
export function givesDType(op: TensorOp, wanted: DType, integers: readonly DType[] = []): Law {
  return dtypeLaw(`gives ${wanted}`, op, integers, () => wanted);
}

function dtypeLaw(name: string, op: TensorOp, integers: readonly DType[], wanted: (given: DType) => DType): Law {
  return {
    name,
    check: async (subject) => {
      for (const args of [subject.args, ...integers.map((dtype) => asIntegers(subject.args, dtype))]) await expectDType(subject, op, args, wanted);
    },
  };
}

/** The same call with integers 0 … 200 of a dtype in all tensors but the bools. */
function asIntegers(args: Args, dtype: DType): Args {
  const whole = (value: number): number => (Number.isFinite(value) ? Math.min(200, Math.trunc(Math.abs(value))) : 0);
  return mapOperands(args, (operand) => (operand.dtype === "bool" ? operand : { shape: operand.shape, dtype, data: Array.from(operand.data, whole) }));
}

/** The first tensor that is not bool says what goes in: a condition does not count. */
async function expectDType({ run }: LawSubject, op: TensorOp, args: Args, wanted: (given: DType) => DType): Promise<void> {
  await run((...given: never[]) => {
    const tensors = (given as unknown[]).filter((value) => value instanceof Tensor);
    const input = (tensors.find(({ dtype }) => dtype !== "bool") ?? tensors[0]!).dtype;
    const output = op(...given);
    if (output.dtype !== wanted(input)) throw new ConformanceFailure(`${input} in, ${output.dtype} out, expected ${wanted(input)}`);
    return output;
  }, ...args);
}
