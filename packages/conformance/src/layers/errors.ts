import * as core from "@convoke/core";
import { useBackend } from "@convoke/core";
import { denseTensor } from "../suite/apply.js";
import type { Check } from "../suite/check.js";
import { ConformanceFailure } from "../suite/failure.js";
import { mapOperands, type ErrorCase, type OpSpec } from "../suite/spec.js";

/** Does bad input say what is wrong? Class and message, to the letter. */
export function errorChecks(spec: OpSpec): Check[] {
  return spec.errors.map((expected, i): Check => ({
    op: spec.name,
    layer: "errors",
    name: `#${i + 1}`,
    run: async (context) => {
      using _ = useBackend(context.backend);
      const error = catchError(() => core.tidy(() => void spec.op(...(mapOperands(expected.args, denseTensor(context)) as never[]))));
      checkError(error, expected, context.backend.capabilities.syncRead);
      return { cases: 1, worst: 0 };
    },
  }));
}

function catchError(body: () => void): unknown {
  try {
    body();
  } catch (error) {
    return error;
  }
  return null;
}

function checkError(error: unknown, { error: kind, message: full, place = "" }: ErrorCase, syncRead: boolean): void {
  const message = syncRead ? full : full.replace(place, "");
  if (error === null) throw new ConformanceFailure(`no error, expected ${kind} "${message}"`);
  const first = error instanceof Error ? error.message.split("\nhint: ")[0] : String(error);
  if (!core[kind].isInstance(error)) throw new ConformanceFailure(`${error instanceof Error ? error.name : "a value"} "${first}", expected ${kind} "${message}"`);
  if (first !== message) throw new ConformanceFailure(`message "${first}", expected "${message}"`);
}
