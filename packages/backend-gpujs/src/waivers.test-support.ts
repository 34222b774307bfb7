/** What no mode can do: its numbers are float32. */
export const waive = [
  { reason: "integers are floats, exact up to 2²⁴ only", cases: ["tensor/kernels/to int32", "randint/kernels/all of int32"] },
];
