/**
 * logSoftmax: output = input − greatest − ln Σ e^(input − greatest) over the classes of each place.
 * logSoftmaxGrad: with input = gradOutput and other = logSoftmax, output = gradOutput − e^other · Σ gradOutput. In float64, rounded once.
 *
 * [outer, classes, inner], dense. Work: groups of 4 places. No scratch.
 */
import { expLanes } from "../math/exp";
import { logLanes } from "../math/log";
import { join, lower, upper } from "../norm/plane";
import { greatestOf, loadPlaces, placeOffset, storePlaces } from "./places";

@unmanaged
export class LogSoftmaxBlock {
  input: usize;
  other: usize;
  output: usize;
  places: u32;
  classes: u32;
  inner: u32;
}

export function logSoftmax(block: LogSoftmaxBlock, begin: u32, end: u32, _scratch: usize): void {
  const classes = block.classes, stride = <usize>block.inner << 2, last = block.places - 1;
  for (let unit = begin; unit < end; unit++) {
    const place = unit << 2, first = placeOffset(place, classes, block.inner), by1 = placeOffset(min(place + 1, last), classes, block.inner) - first;
    const by2 = placeOffset(min(place + 2, last), classes, block.inner) - first, by3 = placeOffset(min(place + 3, last), classes, block.inner) - first;
    const greatest = greatestOf(block.input + first, by1, by2, by3, classes, stride), greatest0 = lower(greatest), greatest1 = upper(greatest);
    let sum0 = f64x2.splat(0), sum1 = sum0;
    for (let c: u32 = 0, at = block.input + first; c < classes; c++, at += stride) {
      const four = loadPlaces(at, by1, by2, by3);
      sum0 = f64x2.add(sum0, expLanes(f64x2.sub(lower(four), greatest0)));
      sum1 = f64x2.add(sum1, expLanes(f64x2.sub(upper(four), greatest1)));
    }
    const log0 = logLanes(sum0), log1 = logLanes(sum1);
    for (let c: u32 = 0, at = first; c < classes; c++, at += stride) {
      const four = loadPlaces(block.input + at, by1, by2, by3);
      const result0 = f64x2.sub(f64x2.sub(lower(four), greatest0), log0), result1 = f64x2.sub(f64x2.sub(upper(four), greatest1), log1);
      storePlaces(block.output + at, by1, by2, by3, join(result0, result1));
    }
  }
}

export function logSoftmaxGrad(block: LogSoftmaxBlock, begin: u32, end: u32, _scratch: usize): void {
  const classes = block.classes, stride = <usize>block.inner << 2, last = block.places - 1;
  for (let unit = begin; unit < end; unit++) {
    const place = unit << 2, first = placeOffset(place, classes, block.inner), by1 = placeOffset(min(place + 1, last), classes, block.inner) - first;
    const by2 = placeOffset(min(place + 2, last), classes, block.inner) - first, by3 = placeOffset(min(place + 3, last), classes, block.inner) - first;
    let sum0 = f64x2.splat(0), sum1 = sum0;
    for (let c: u32 = 0, at = block.input + first; c < classes; c++, at += stride) {
      const four = loadPlaces(at, by1, by2, by3);
      sum0 = f64x2.add(sum0, lower(four));
      sum1 = f64x2.add(sum1, upper(four));
    }
    for (let c: u32 = 0, at = first; c < classes; c++, at += stride) {
      const four = loadPlaces(block.input + at, by1, by2, by3), power = loadPlaces(block.other + at, by1, by2, by3);
      const slope0 = f64x2.sub(lower(four), f64x2.mul(expLanes(lower(power)), sum0)), slope1 = f64x2.sub(upper(four), f64x2.mul(expLanes(upper(power)), sum1));
      storePlaces(block.output + at, by1, by2, by3, join(slope0, slope1));
    }
  }
}
