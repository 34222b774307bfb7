/** Functions that kernel bodies may call; gpu.js compiles those that are called. */
interface Helper {
  readonly source: string;
  readonly settings: { readonly argumentTypes: Readonly<Record<string, string>>; readonly returnType: string };
}

/** A function of one number that passes NaN on: comparisons alone do not, since compilers turn them round. */
const number = (name: string, body: string): Helper => ({ source: `function ${name}(x) { if (x !== x) { return x; } ${body} }`, settings: { argumentTypes: { x: "Float" }, returnType: "Float" } });

/** c[0] + x · (c[1] + x · (…)) */
export function polynomial(coefficients: readonly number[], x = "x"): string {
  return coefficients.reduceRight((rest, c) => (rest === "" ? literal(c) : `${literal(c)} + ${x} * (${rest})`), "");
}

function literal(value: number): string {
  return value < 0 ? `(${value})` : `${value}`;
}

/** ⌊a / b⌋, exact for −2²⁴ < a < 2²⁴: the quotient of floats may be one off, so the remainder corrects it. */
const idiv: Helper = {
  source: "function idiv(a, b) { let q = Math.floor(a / b); const r = a - q * b; if (r < 0) { q = q - 1; } if (r >= b) { q = q + 1; } return q; }",
  settings: { argumentTypes: { a: "Integer", b: "Integer" }, returnType: "Integer" },
};

const steps = [64, 64, 32, 16, 8, 4, 2, 1];

/** 2ˣ for whole x, exact: the exponential functions of GPUs are not. */
const powerOfTwo = number(
  "powerOfTwo",
  `let r = 1; let left = x; if (left < 0) { left = -left; }
  if (x < 0) { ${steps.map((step) => `if (left >= ${step}) { r = r * ${2 ** -step}; left = left - ${step}; }`).join(" ")} }
  else { ${steps.map((step) => `if (left >= ${step}) { r = r * ${2 ** step}; left = left - ${step}; }`).join(" ")} }
  return r;`,
);

const factorial = (n: number): number => (n === 0 ? 1 : n * factorial(n - 1));
/** (eˣ − 1) / x for |x| ≤ 0.35, to 1e-9. */
const expSeries = polynomial(Array.from({ length: 9 }, (_, n) => 1 / factorial(n + 1)));

/** eˣ = 2ᵏ · eʳ with |r| ≤ ln 2 / 2; ln 2 in two parts, so that k · ln 2 loses nothing. */
const exponential = number(
  "exponential",
  `let t = x; if (t > 90) { t = 90; } if (t < -106) { t = -106; }
  const k = Math.floor(t * ${Math.LOG2E} + 0.5);
  const r = (t - k * 0.693359375) + k * 0.00021219444005469057;
  const half = Math.floor(k * 0.5);
  return (1 + r * (${expSeries.replaceAll("x", "r")})) * powerOfTwo(half) * powerOfTwo(k - half);`,
);

/** eˣ − 1 without cancellation near 0. */
const exponentialMinus1 = number("exponentialMinus1", `if (x < 0.35) { if (x > -0.35) { return x * (${expSeries}); } } return exponential(x) - 1;`);

/** artanh(s) · 2 / s in s², for |s| ≤ 0.21, to 1e-9. */
const artanhSeries = polynomial([2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11], "(s * s)");

/** ln x = k · ln 2 + 2 artanh((m − 1) / (m + 1)), x = 2ᵏ · m with m near 1. */
const logarithm = number(
  "logarithm",
  `if (x < 0) { return (x - x) / (x - x); } if (x === 0) { return -1 / (x * x); } if (x > 3.4028234e38) { return x; }
  const k = Math.floor(Math.log2(x) + 0.5); const half = Math.floor(k * 0.5);
  const m = x * powerOfTwo(-half) * powerOfTwo(half - k);
  const s = (m - 1) / (m + 1);
  return (s * (${artanhSeries}) - k * 0.00021219444005469057) + k * 0.693359375;`,
);

/** ln(1 + x) without cancellation near 0. */
const logarithmOf1Plus = number("logarithmOf1Plus", `if (x > -0.3) { if (x < 0.5) { const s = x / (2 + x); return s * (${artanhSeries}); } } return logarithm(1 + x);`);

/** tanh |x| = e / (e + 2) with e = exp(2|x|) − 1: exact near 0, 1 from 10 on. */
const hyperbolicTangent = number(
  "hyperbolicTangent",
  "let t = x; if (x < 0) { t = -x; } if (t > 10) { t = 10; } const e = exponentialMinus1(2 * t); const y = e / (e + 2); if (x < 0) { return -y; } return y;",
);

/**
 * erf: its series up to ½, else 1 − erfc with the Chebyshev fit of Press et al., "Numerical Recipes", 6.2 (relative error 1.2e-7).
 * The series is 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n + 1)).
 */
const errorFunction = number(
  "errorFunction",
  `let t = x; if (x < 0) { t = -x; }
  if (t < 0.5) { const square = x * x; return x * (${polynomial(Array.from({ length: 8 }, (_, n) => ((2 / Math.sqrt(Math.PI)) * (-1) ** n) / (factorial(n) * (2 * n + 1))), "square")}); }
  if (t > 5) { t = 5; }
  const u = 1 / (1 + 0.5 * t);
  const y = 1 - u * exponential(${polynomial([-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277], "u")} - t * t);
  if (x < 0) { return -y; } return y;`,
);

/** xʸ by repeated squaring for whole y up to 1024, which keeps whole results whole, else sign · exp(y ln |x|). */
const power: Helper = {
  source: `function power(x, y) {
  if (y === 0) { return 1; } if (x === 1) { return 1; } if (x !== x) { return x; } if (y !== y) { return y; }
  let size = x; if (x < 0) { size = -x; }
  let count = y; if (y < 0) { count = -y; }
  const whole = Math.floor(count);
  let sign = 1; if (x < 0) { if (count - 2 * Math.floor(count * 0.5) === 1) { sign = -1; } }
  if (whole === count) { if (count <= 1024) {
    let result = 1; let square = size; let left = count;
    for (let i = 0; i < 11; i++) {
      const next = Math.floor(left * 0.5);
      if (left - 2 * next > 0.5) { result = result * square; }
      left = next;
      if (left > 0.5) { square = square * square; }
    }
    if (y < 0) { return sign / result; }
    return sign * result;
  } }
  if (x < 0) { if (whole !== count) { return (x - x) / (x - x); } }
  if (size === 1) { return sign; }
  return sign * exponential(y * logarithm(size));
}`,
  settings: { argumentTypes: { x: "Float", y: "Float" }, returnType: "Float" },
};

/** To the nearest whole number, halves to the even one. */
const roundHalfToEven = number(
  "roundHalfToEven",
  "const low = Math.floor(x); const part = x - low; if (part > 0.5) { return low + 1; } if (part === 0.5) { if (low - 2 * Math.floor(low * 0.5) > 0.5) { return low + 1; } } return low;",
);

/** Towards 0. */
const truncate = number("truncate", "if (x < 0) { return -Math.floor(-x); } return Math.floor(x);");

/** Modulo 256, as uint8 wraps. */
const wrapByte = number("wrapByte", "return x - 256 * Math.floor(x * 0.00390625);");

export const helpers: readonly Helper[] = [
  idiv, powerOfTwo, exponential, exponentialMinus1, logarithm, logarithmOf1Plus, hyperbolicTangent, errorFunction, power, roundHalfToEven, truncate, wrapByte,
];
