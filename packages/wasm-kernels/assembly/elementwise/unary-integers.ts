/** The functions of unary that integers have, with its numbers; whole vectors only. */
import { storeMask } from "./predicate";

export function integers<T>(op: u32, x: usize, to: usize, end: usize): void {
  const zero = i32x4.splat(0), lanes = 16 / sizeof<T>();
  switch (op) {
    case 0: for (; x < end; x += 16, to += 16) v128.store(to, v128.sub<T>(zero, v128.load(x))); break;
    case 1: for (; x < end; x += 16, to += 16) v128.store(to, isSigned<T>() ? v128.abs<T>(v128.load(x)) : v128.load(x)); break;
    case 2: for (; x < end; x += 16, to += 16) v128.store(to, v128.sub<T>(v128.lt<T>(v128.load(x), zero), v128.gt<T>(v128.load(x), zero))); break;
    case 12: for (; x < end; x += 16, to += 16) v128.store(to, v128.max<T>(v128.load(x), zero)); break;
    case 19: for (; x < end; x += 16, to += lanes) storeMask<T>(to, v128.eq<T>(v128.load(x), zero)); break;
    default: unreachable();
  }
}
