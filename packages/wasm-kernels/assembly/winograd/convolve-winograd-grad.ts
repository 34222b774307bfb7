/**
 * sums[part] = Gᵀ[Σ_tile (A dy Aᵀ) ⊙ (Bᵀ x B)]G over the tiles of one part: the gradient of a 3×3 weight, F(4×4, 3×3) transposed; see points.ts.
 *
 * Over a chunk of tiles one frequency of 36 is a matrix product [rows, tiles] · [tiles, depth]; chunks are added up in the second-level cache and transformed
 * back once. Work: parts · groups · ⌈rows / blockRows⌉ · ⌈depth / blockDepth⌉.
 * Scratch: columns [3, 6, 4], zeros and strips of the input [8, 6, stripRow] and of gradOutput [4, 6, stripRow], input [blockDepth / 8, 36, chunkTiles | 1, 8] (also redoTaps' frame),
 * grad [blockRows / 4, 36, chunkTiles | 1, 4], products [36, blockRows / 4 · blockDepth / 8 tiles and one more, 4, 8].
 */
import { multiplyTile } from "../gemm/multiply-tile";
import { redoSpoilt } from "./redo-taps";
import { transformGradWeight } from "./transform-grad-weight";
import { transformPlanes } from "./transform-planes";
import { WinogradGradBlock } from "./winograd-grad-block";

@inline
const stripsAt: usize = 288;

export function convolveWinogradGrad(block: WinogradGradBlock, begin: u32, end: u32, scratch: usize): void {
  const rows = block.rows, depth = block.depth, rowBlocks = (rows + block.blockRows - 1) / block.blockRows, depthBlocks = (depth + block.blockDepth - 1) / block.blockDepth;
  const tilesWidth = (block.targetWidth + 3) >> 2, tilesHeight = (block.targetHeight + 3) >> 2, tiles: u64 = block.batch * tilesHeight * tilesWidth;
  const strips = scratch + stripsAt, input = scratch + block.inputAt, grad = scratch + block.gradAt, products = scratch + block.productsAt;
  const frequency = <usize>((block.blockRows >> 2) * (block.blockDepth >> 3) + 1) << 7;
  for (let at = strips; at < input; at += 16) v128.store(at, f32x4.splat(0));
  for (let unit = begin; unit < end; unit++) {
    const channel = unit % depthBlocks * block.blockDepth, row = unit / depthBlocks % rowBlocks * block.blockRows;
    const group = unit / depthBlocks / rowBlocks % block.groups, part = unit / depthBlocks / rowBlocks / block.groups;
    const channels = min(block.blockDepth, depth - channel), height = min(block.blockRows, rows - row);
    const inputPanels = (channels + 7) >> 3, gradPanels = (height + 3) >> 2;
    const last = <u32>((part + 1) * tiles / block.parts);
    for (let first = <u32>(part * tiles / block.parts), adds = false; ; adds = true) {
      const count = min(block.chunkTiles, last - first), right = <usize>(count | 1) << 5, left = <usize>(count | 1) << 4;
      transformPlanes(block, false, group * depth + channel, channels, first, count, strips, input, right);
      transformPlanes(block, true, group * rows + row, height, first, count, strips, grad, left);
      for (let f: usize = 0, to = products; f < 36; f++, to += frequency) {
        for (let inputPanel: usize = 0, tile = to; inputPanel < inputPanels; inputPanel++) {
          const from = input + (inputPanel * 36 + f) * right;
          for (let gradPanel: usize = 0; gradPanel < gradPanels; gradPanel++, tile += 128) multiplyTile(grad + (gradPanel * 36 + f) * left, from, count, tile, adds);
        }
      }
      first += count;
      if (first == last) break;
    }
    const rowBytes = <usize>depth * 36, target = block.sums + <usize>((part * block.groups + group) * rows + row) * rowBytes + <usize>channel * 36;
    for (let r: u32 = 0; r < height; r += 4) {
      for (let c: u32 = 0, tile = products + (<usize>r << 5); c < channels; c += 8, tile += gradPanels << 7) {
        transformGradWeight(tile, frequency, min(4, height - r), min(8, channels - c), target + r * rowBytes + <usize>c * 36, rowBytes, scratch);
      }
    }
    if (block.parts == 1) for (let r: u32 = 0; r < height; r++) redoSpoilt(block, group * rows + row + r, channel, channels, input);
  }
}
