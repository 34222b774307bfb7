import { BackendMismatchError, setBackend, type Backend } from "@convoke/core";

/** The default backend of this program, and the entry whose import chose it. */
interface Choice {
  readonly entry: string;
  readonly backend: Backend;
}

// On globalThis, so that a second copy of this package (and of core) sees it too.
const key: unique symbol = Symbol.for("convoke.choice");
const program = globalThis as { [key]?: Choice };

/** Whether this copy of core has its default. Set once: a later import must not undo the user's own `setBackend`. */
let isSet = false;

/**
 * Makes `name` the default backend, for the entry `convoke/<name>`. The same backend twice is one backend, whoever chose it.
 *
 * @throws {BackendMismatchError} when another entry chose another backend.
 */
export function pin(name: string, create: () => Backend): Backend {
  return chosenFor(name) ?? choose(choiceOf(name, create()));
}

/** As `pin`, for a backend that takes time to make. One that another import has chosen in the meantime is taken instead. */
export async function pinAsync(name: string, create: () => Promise<Backend>): Promise<Backend> {
  const before = chosenFor(name);
  if (before) return before;
  const backend = await create();
  try {
    const meanwhile = chosenFor(name);
    if (!meanwhile) return choose(choiceOf(name, backend));
    await backend.dispose();
    return meanwhile;
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}

/** Makes what `create` picks the default backend, unless an entry has chosen already. */
export async function pick(create: () => Promise<{ readonly backend: Backend; readonly reason: string }>): Promise<Backend> {
  if (program[key]) return choose(program[key]);
  const { backend, reason } = await create();
  if (!program[key]) return choose({ entry: "convoke", backend: withReason(backend, `picked by "convoke": ${reason}`) });
  await backend.dispose();
  return choose(program[key]);
}

const choiceOf = (name: string, backend: Backend): Choice => ({ entry: `convoke/${name}`, backend: withReason(backend, `pinned by the import of "convoke/${name}"`) });

/** The backend `name` where it is the program's already; throws where another one is. */
function chosenFor(name: string): Backend | null {
  const entry = `convoke/${name}`;
  const before = program[key];
  if (before !== undefined && before.backend.name !== name) {
    const factory = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    throw new BackendMismatchError(
      `${entry}: a program has one default backend, expected ${before.backend.name} as chosen by the import of "${before.entry}", got ${name}`,
      {
        hint: `import one entry everywhere; to hold two backends, take the factory from "@convoke/backend-${name}": useBackend(${factory}()), or { backend: ${factory}() } where a tensor is created`,
        details: { chosen: before.backend.name, chosenBy: before.entry, refused: name },
      },
    );
  }
  return before === undefined ? null : choose(before);
}

function choose(choice: Choice): Backend {
  program[key] = choice;
  if (!isSet) setBackend(choice.backend);
  isSet = true;
  return choice.backend;
}

const withReason = (backend: Backend, reason: string): Backend => ({
  ...backend,
  info: () => {
    const { reason: own, ...info } = backend.info();
    return { ...info, reason: own === undefined ? reason : `${reason}; ${String(own)}` };
  },
});
