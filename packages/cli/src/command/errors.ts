/** The command line asks for something that does not exist: exit code 2. */
export class UsageError extends Error {}

/** The command cannot go on, and the message says all that the user needs: exit code 1, no stack. */
export class RunError extends Error {}
