import { BackendUnavailableError } from "@convoke/core/backend";

const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** The smallest modules that need each feature. */
const probes = {
  // (func (drop (i8x16.splat (i32.const 0))))
  simd: [0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x0a, 0x09, 0x01, 0x07, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x1a, 0x0b],
  // (func (drop (f32x4.relaxed_madd a a a))), a = (i8x16.splat (i32.const 0))
  relaxedSimd: [
    0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x0a, 0x14, 0x01, 0x12, 0x00,
    0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0x41, 0x00, 0xfd, 0x0f, 0xfd, 0x85, 0x02, 0x1a, 0x0b,
  ],
  // (memory 1 1 shared)
  threads: [0x05, 0x04, 0x01, 0x03, 0x01, 0x01],
} as const;

export type Feature = keyof typeof probes;

/** Whether the engine compiles WebAssembly with this feature. */
export function hasFeature(feature: Feature): boolean {
  return typeof WebAssembly === "object" && WebAssembly.validate(new Uint8Array([...header, ...probes[feature]]));
}

/** @throws BackendUnavailableError naming the feature; `details.feature` holds it. */
export function requireFeature(feature: Feature): void {
  if (hasFeature(feature)) return;
  const [engines, hint] = feature === "relaxedSimd"
    ? ["Node 22, Chrome 114 or later", "leave out { relaxed: true }: the plain build runs everywhere"]
    : ["Node 20.19, Chrome 91, Firefox 89, Safari 16.4 or later", "the cpu backend needs no WebAssembly"];
  throw new BackendUnavailableError(`instantiate: this engine lacks the WebAssembly feature ${feature}, expected ${engines}`, { hint, details: { feature } });
}
