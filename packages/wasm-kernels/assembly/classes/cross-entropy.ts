/**
 * With p = softmax(input), q_c = hit · (c = target) + spread at each place and weight 1 where it is null, 0 where the target is ignored:
 * crossEntropy: output = −Σ_c q_c · weight_c · ln p_c. crossEntropyGrad: output_c = gradOutput · (p_c · Σ q · weight − q_c · weight_c).
 *
 * input [outer, classes, inner], target int32 and gradOutput [outer, inner]; a target that is no class equals none. In float64, rounded once, but for the
 * e^(input − greatest) that wait in the gradient's output. Work: groups of 4 places. No scratch.
 */
import { expLanes } from "../math/exp";
import { logLanes } from "../math/log";
import { join, lower, upper } from "../norm/plane";
import { greatestOf, loadPlaces, placeOffset, storePlaces } from "./places";

@unmanaged
export class CrossEntropyBlock {
  input: usize;
  target: usize;
  weight: usize;
  gradOutput: usize;
  output: usize;
  places: u32;
  classes: u32;
  inner: u32;
  ignoreIndex: i32;
  /** 1 − labelSmoothing, and labelSmoothing / classes. */
  hit: f32;
  spread: f32;
}

@inline
function weightOf(block: CrossEntropyBlock, c: u32): f64 {
  return block.weight ? <f64>load<f32>(block.weight + (<usize>c << 2)) : 1;
}

/** What place `place` counts, whose logits begin at `at`; logSum is the logarithm of its sum of powers e^(input − greatest). */
@inline
function storeLoss(block: CrossEntropyBlock, place: u32, at: usize, greatest: f64, logSum: f64, spreadLoss: f64): void {
  const label = load<i32>(block.target + (<usize>place << 2));
  let loss = spreadLoss;
  if (<u32>label < block.classes) loss += <f64>block.hit * weightOf(block, label) * (greatest - <f64>load<f32>(at + ((<usize>label * block.inner) << 2)) + logSum);
  store<f32>(block.output + (<usize>place << 2), label == block.ignoreIndex ? 0 : <f32>loss);
}

export function crossEntropy(block: CrossEntropyBlock, begin: u32, end: u32, _scratch: usize): void {
  const classes = block.classes, inner = block.inner, stride = <usize>inner << 2, last = block.places - 1;
  for (let unit = begin; unit < end; unit++) {
    const place = unit << 2, place1 = min(place + 1, last), place2 = min(place + 2, last), place3 = min(place + 3, last);
    const offset = placeOffset(place, classes, inner), from = block.input + offset;
    const by1 = placeOffset(place1, classes, inner) - offset, by2 = placeOffset(place2, classes, inner) - offset, by3 = placeOffset(place3, classes, inner) - offset;
    const greatest = greatestOf(from, by1, by2, by3, classes, stride), greatest0 = lower(greatest), greatest1 = upper(greatest);
    let sum0 = f64x2.splat(0), sum1 = sum0, spread0 = sum0, spread1 = sum0;
    for (let c: u32 = 0, at = from; c < classes; c++, at += stride) {
      const four = loadPlaces(at, by1, by2, by3);
      sum0 = f64x2.add(sum0, expLanes(f64x2.sub(lower(four), greatest0)));
      sum1 = f64x2.add(sum1, expLanes(f64x2.sub(upper(four), greatest1)));
    }
    const log0 = logLanes(sum0), log1 = logLanes(sum1);
    // Without smoothing a class that is not the target counts nothing: 0 · −∞ would be NaN.
    if (block.spread != 0) {
      for (let c: u32 = 0, at = from; c < classes; c++, at += stride) {
        const four = loadPlaces(at, by1, by2, by3), share = f64x2.splat(<f64>block.spread * weightOf(block, c));
        spread0 = f64x2.add(spread0, f64x2.mul(share, f64x2.add(f64x2.sub(greatest0, lower(four)), log0)));
        spread1 = f64x2.add(spread1, f64x2.mul(share, f64x2.add(f64x2.sub(greatest1, upper(four)), log1)));
      }
    }
    storeLoss(block, place, from, f64x2.extract_lane(greatest0, 0), f64x2.extract_lane(log0, 0), f64x2.extract_lane(spread0, 0));
    storeLoss(block, place1, from + by1, f64x2.extract_lane(greatest0, 1), f64x2.extract_lane(log0, 1), f64x2.extract_lane(spread0, 1));
    storeLoss(block, place2, from + by2, f64x2.extract_lane(greatest1, 0), f64x2.extract_lane(log1, 0), f64x2.extract_lane(spread1, 0));
    storeLoss(block, place3, from + by3, f64x2.extract_lane(greatest1, 1), f64x2.extract_lane(log1, 1), f64x2.extract_lane(spread1, 1));
  }
}

/** How much the target of a place counts. */
@inline
function hitOf(block: CrossEntropyBlock, label: i32): f64 {
  return <u32>label < block.classes ? <f64>block.hit * weightOf(block, label) : 0;
}

export function crossEntropyGrad(block: CrossEntropyBlock, begin: u32, end: u32, _scratch: usize): void {
  const classes = block.classes, inner = block.inner, stride = <usize>inner << 2, last = block.places - 1, ignored = i32x4.splat(block.ignoreIndex);
  let evenly: f64 = 0;
  for (let c: u32 = 0; c < classes; c++) evenly += <f64>block.spread * weightOf(block, c);
  for (let unit = begin; unit < end; unit++) {
    const place = unit << 2, to1 = <usize>(min(place + 1, last) - place) << 2, to2 = <usize>(min(place + 2, last) - place) << 2, to3 = <usize>(min(place + 3, last) - place) << 2;
    const first = placeOffset(place, classes, inner), by1 = placeOffset(place + <u32>(to1 >> 2), classes, inner) - first;
    const by2 = placeOffset(place + <u32>(to2 >> 2), classes, inner) - first, by3 = placeOffset(place + <u32>(to3 >> 2), classes, inner) - first;
    const labels = loadPlaces(block.target + (<usize>place << 2), to1, to2, to3), gradient = loadPlaces(block.gradOutput + (<usize>place << 2), to1, to2, to3);
    const hit0 = f64x2.replace_lane(f64x2.splat(hitOf(block, i32x4.extract_lane(labels, 0))), 1, hitOf(block, i32x4.extract_lane(labels, 1)));
    const hit1 = f64x2.replace_lane(f64x2.splat(hitOf(block, i32x4.extract_lane(labels, 2))), 1, hitOf(block, i32x4.extract_lane(labels, 3)));
    const greatest = greatestOf(block.input + first, by1, by2, by3, classes, stride), greatest0 = lower(greatest), greatest1 = upper(greatest);
    let sum0 = f64x2.splat(0), sum1 = sum0;
    for (let c: u32 = 0, at = first; c < classes; c++, at += stride) {
      const four = loadPlaces(block.input + at, by1, by2, by3);
      const power0 = expLanes(f64x2.sub(lower(four), greatest0)), power1 = expLanes(f64x2.sub(upper(four), greatest1));
      sum0 = f64x2.add(sum0, power0);
      sum1 = f64x2.add(sum1, power1);
      storePlaces(block.output + at, by1, by2, by3, join(power0, power1));
    }
    const scale0 = f64x2.div(f64x2.add(hit0, f64x2.splat(evenly)), sum0), scale1 = f64x2.div(f64x2.add(hit1, f64x2.splat(evenly)), sum1), isIgnored = i32x4.eq(labels, ignored);
    for (let c: u32 = 0, at = block.output + first; c < classes; c++, at += stride) {
      const power = loadPlaces(at, by1, by2, by3), isTarget = i32x4.eq(labels, i32x4.splat(c)), share = f64x2.splat(<f64>block.spread * weightOf(block, c));
      const mass0 = f64x2.add(share, v128.and(hit0, v128.shuffle<i32>(isTarget, isTarget, 0, 0, 1, 1)));
      const mass1 = f64x2.add(share, v128.and(hit1, v128.shuffle<i32>(isTarget, isTarget, 2, 2, 3, 3)));
      const slope0 = f64x2.mul(lower(gradient), f64x2.sub(f64x2.mul(lower(power), scale0), mass0));
      const slope1 = f64x2.mul(upper(gradient), f64x2.sub(f64x2.mul(upper(power), scale1), mass1));
      storePlaces(at, by1, by2, by3, v128.andnot(join(slope0, slope1), isIgnored));
    }
  }
}
