/** output[i] = int32 position of the first maximum of kept index i along the one reduced axis; NaN wins, its first. Work: outputs. No scratch. */
import { ReduceBlock, reducedShape, startOf } from "./block";

export function argmax(block: ReduceBlock, begin: u32, end: u32, _scratch: usize): void {
  const shape = reducedShape(block), length = load<u32>(shape), stride = <isize>load<i32>(shape, 4) << 2;
  for (let unit = begin; unit < end; unit++) {
    let at = startOf(block, unit), best = load<f32>(at), position: u32 = 0;
    for (let i: u32 = 1; i < length && best == best; i++) {
      at += stride;
      const value = load<f32>(at);
      if (!(value <= best)) {
        best = value;
        position = i;
      }
    }
    store<u32>(block.output + (<usize>unit << 2), position);
  }
}
