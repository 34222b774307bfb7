import { expectTypeOf, test } from "vitest";
import type { HostTensor } from "../host-tensor.js";
import type { RasterImage } from "../image/raster-image.js";
import { centerCrop } from "./center-crop.js";
import { compose } from "./compose.js";
import { normalize } from "./normalize.js";
import { resize } from "./resize.js";
import { toTensor } from "./to-tensor.js";
import type { Step, Transform } from "./transform.js";

test("compose knows what goes in and what comes out", () => {
  expectTypeOf(compose([resize(3)])).toEqualTypeOf<Transform<RasterImage, RasterImage>>();
  expectTypeOf(compose([resize(3), centerCrop(2), toTensor(), normalize([0], [1])])).toEqualTypeOf<Transform<RasterImage, HostTensor<Float32Array>>>();
  expectTypeOf(compose([(n: number) => String(n), (text: string) => text.length > 1])).toEqualTypeOf<Transform<number, boolean>>();
  const steps: Step<RasterImage, RasterImage>[] = [];
  expectTypeOf(compose(steps)).toEqualTypeOf<Transform<RasterImage, RasterImage>>();
});

test("steps that do not fit are refused", () => {
  // @ts-expect-error normalize takes a tensor
  compose([resize(3), normalize([0], [1])]);
});
