/** The text of src/generated/simd.ts. */
export function generate(): Promise<string>;
