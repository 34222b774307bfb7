import { encodePng, featureMapGrid, kernelGrid, overlayFigure, photoImage } from "@convoke/plot";
import type { RunFolder } from "../train/run-folder.js";
import type { Look } from "./look.js";
import type { Photo } from "./photo.js";

/** The pictures of `convoke look` as PNG files. */
export async function writeLook(folder: RunFolder, photo: Photo, { target, kernels, maps, layer, saliency, gradCam }: Look): Promise<void> {
  const picture = photoImage(photo.data, photo.shape, photo.normalization);
  await folder.write("image.png", await encodePng(picture), "what the network sees");
  if (kernels !== null) await folder.write("kernels.png", await kernelGrid(kernels.data, kernels.shape), "the kernels of the first convolution: red likes light, blue dark");
  if (layer !== null) await folder.write("maps.png", await featureMapGrid(maps.get(layer)!.data, maps.get(layer)!.shape), `what ${layer} finds`);
  const saliencyFigure = overlayFigure(picture, saliency.data, saliency.shape, { title: `saliency: ${target}` });
  await folder.write("saliency.png", await encodePng(saliencyFigure), `pixels that would change the score of ${target} most`);
  if (gradCam !== null) {
    const figure = overlayFigure(picture, gradCam.data, gradCam.shape, { title: `Grad-CAM: ${target}` });
    await folder.write("grad-cam.png", await encodePng(figure), `where in ${gradCam.layer} the evidence for ${target} lies`);
  }
}
