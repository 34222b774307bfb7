/**
 * A convolution with unit weights' positions resolved: cell (i, j) of a grid sees, for tap (h, w), the source cell
 * (low + i · step + h · tapStep) along each axis; cells outside of the source read 0.
 *
 * source [batch, groups · depth, sourceHeight, sourceWidth]; target [batch, groups · rows, targetHeight, targetWidth], of which the grid's cells
 * lie at targetStart + i · targetStep. The forward convolution has one grid; the gradient of the input one for each phase of the stride.
 * A frame is the part of the source that a band of the grid sees, with its zeros; `isDirect` says that the source itself will do. A band is `bandCells`
 * cells of an image, or, where they are few, the cells of `bandImages` images, whose frames lie `frameImage` elements apart;
 * `blockCells` of its cells are a unit of work. `inLanes` says that convolve's weight is packed in tiles of 8 rows.
 */
@unmanaged
export class WindowBlock {
  source: usize;
  packed: usize;
  target: usize;
  bias: usize;
  residual: usize;
  activation: u32;
  batch: u32;
  groups: u32;
  depth: u32;
  rows: u32;
  sourceHeight: u32;
  sourceWidth: u32;
  gridHeight: u32;
  gridWidth: u32;
  stepHeight: u32;
  stepWidth: u32;
  tapsHeight: u32;
  tapsWidth: u32;
  tapStepHeight: u32;
  tapStepWidth: u32;
  lowHeight: i32;
  lowWidth: i32;
  targetHeight: u32;
  targetWidth: u32;
  targetStartHeight: u32;
  targetStartWidth: u32;
  targetStepHeight: u32;
  targetStepWidth: u32;
  frameHeight: u32;
  frameWidth: u32;
  isDirect: u32;
  bandCells: u32;
  bandImages: u32;
  frameImage: u32;
  blockCells: u32;
  inLanes: u32;
}
