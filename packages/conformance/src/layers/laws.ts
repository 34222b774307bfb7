import type { Dense } from "../oracle/dense.js";
import { runOp } from "../suite/apply.js";
import { unitOf, type Check, type CheckContext } from "../suite/check.js";
import { ConformanceFailure, compareElements } from "../suite/failure.js";
import { runRandom } from "../suite/random.js";
import { growthOf } from "../suite/bound-watch.js";
import { operandsOf, type Args, type LawSubject, type OpSpec } from "../suite/spec.js";
import { gamma } from "../suite/tolerance.js";

/** Are the kernels consistent with each other? Laws on random cases. */
export function lawChecks(spec: OpSpec): Check[] {
  if ("none" in spec.laws) return [];
  return spec.laws.map((law): Check => ({
    op: spec.name,
    layer: "laws",
    name: law.name,
    run: (context) =>
      runRandom(spec.smooth ?? spec.arbitrary, context, context.runs, async (args) => {
        context.watch?.reset();
        const subject = new Subject(spec, args, context);
        await law.check(subject);
        return subject.worst;
      }),
  }));
}

class Subject implements LawSubject {
  readonly args: Args;
  worst = 0;
  private readonly spec: OpSpec;
  private readonly context: CheckContext;

  constructor(spec: OpSpec, args: Args, context: CheckContext) {
    this.spec = spec;
    this.args = args;
    this.context = context;
  }

  apply = async (...args: Args): Promise<Dense> => (await runOp(this.spec.op, args, this.context)).outputs[0]!;

  run: LawSubject["run"] = async (op, ...args) => (await runOp(op, args, this.context)).outputs[0]!;

  /** Both sides went through roundings of values up to `scale`: allowed is γ(elements + 64) · scale. */
  expectClose = (what: string, actual: Dense, expected: Dense, scale = 1): void => {
    if (String(actual.shape) !== String(expected.shape)) {
      throw new ConformanceFailure(`${what}: shapes [${actual.shape.join(", ")}] and [${expected.shape.join(", ")}] differ`);
    }
    const terms = 64 + Math.max(0, ...operandsOf(this.args).map(({ data }) => data.length));
    const { strictFloat } = this.context.backend.capabilities;
    const size = Math.max(scale, ...Array.from(expected.data, (value) => (Number.isFinite(value) ? Math.abs(value) : 0)));
    const allowed = gamma(terms, unitOf[this.context.dtype]) * size * growthOf(this.context.watch) + (strictFloat ? 0 : 4e-6 * size);
    const { worst, message } = compareElements(actual.data, expected, () => allowed, (value) => value);
    if (message) throw new ConformanceFailure(`${what}: ${message}`);
    this.worst = Math.max(this.worst, worst);
  };
}
