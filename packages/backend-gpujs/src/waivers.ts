/**
 * What no mode can do, for the conformance suite: its numbers are float32.
 *
 * @example
 * testBackend(() => gpujs({ mode: "webgl2" }), { waive: waivers });
 */
export const waivers: readonly { readonly reason: string; readonly cases: readonly string[] }[] = [
  { reason: "integers are floats, exact up to 2²⁴ only", cases: ["tensor/kernels/to int32", "randint/kernels/all of int32"] },
];
