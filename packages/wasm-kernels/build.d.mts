/** The files of src/generated. */
export const builds: Readonly<Record<"simd.ts" | "relaxed-simd.ts", unknown>>;
/** The text of one of them. */
export function generate(file: keyof typeof builds): Promise<string>;
