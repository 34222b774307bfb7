/** The command was given something wrong: exit code 2. */
export class UsageError extends Error {}
