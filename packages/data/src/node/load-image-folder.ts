import { readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { ArgumentError, checkOptions, DataError } from "@convoke/core";
import { imageSource } from "../image/image-source.js";
import type { HostTensor } from "../host-tensor.js";
import type { RasterImage } from "../image/raster-image.js";
import { toTensor } from "../transforms/to-tensor.js";
import type { Transform } from "../transforms/transform.js";
import { ImageFolder } from "./image-folder.js";

export interface LoadImageFolderOptions {
  /** The folder that holds one folder for each class. */
  readonly directory: string;
  /** From a decoded image to a tensor; default `toTensor()`, which keeps sizes as they are. */
  readonly transform?: Transform<RasterImage, HostTensor<Float32Array>>;
  /** Images are made RGB (3, the default) or grey (1) before the transform sees them. */
  readonly channels?: 1 | 3;
  /** As for `decodeImage`. */
  readonly maxPixels?: number;
}

const endings = [".png", ".jpg", ".jpeg", ".pbm", ".pgm", ".ppm", ".pnm"];

/**
 * Finds labelled images in folders, one for each class: `directory/cat/1.png`, `directory/dog/a/2.jpg`. torchvision: `ImageFolder`.
 *
 * Classes and files are in the order of their names; folders inside of a class belong to it. Files that end otherwise than
 * .png .jpg .jpeg .pbm .pgm .ppm .pnm are left out. Nothing is read yet.
 *
 * @throws {DataError} for a folder that cannot be read, has no classes, or a class without images.
 * @example
 * const { classes, length } = await loadImageFolder({ directory: "flowers/train" });
 */
export async function loadImageFolder(options: LoadImageFolderOptions): Promise<ImageFolder> {
  checkOptions("loadImageFolder", options, ["directory", "transform", "channels", "maxPixels"]);
  const { directory, transform = toTensor(), channels = 3 } = options;
  if (channels !== 1 && channels !== 3) throw new ArgumentError(`loadImageFolder: channels is ${String(channels)}, expected 1 (grey) or 3 (RGB)`);
  if (typeof transform !== "function") throw new ArgumentError(`loadImageFolder: transform is ${String(transform)}, expected a function such as toTensor()`);
  const { maxPixels } = imageSource("loadImageFolder", new Uint8Array(0), options.maxPixels === undefined ? {} : { maxPixels: options.maxPixels });

  const entries = await read(directory, (path) => readdir(path, { withFileTypes: true }));
  const classes = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).toSorted();
  if (classes.length === 0) throw folderError(directory, "has no classes, expected one folder for each");
  const files = await Promise.all(classes.map(async (name, label) => (await imagesIn(join(directory, name))).map((path) => ({ path, label }))));
  const empty = files.findIndex((paths) => paths.length === 0);
  if (empty >= 0) throw folderError(join(directory, classes[empty]!), `has no images, expected at least one file that ends in ${endings.join(" ")}`);
  return new ImageFolder({ classes, files: files.flat(), channels, maxPixels }, transform);
}

async function imagesIn(folder: string): Promise<readonly string[]> {
  const entries = await read(folder, (path) => readdir(path, { withFileTypes: true, recursive: true }));
  const images = entries.filter((entry) => !entry.isDirectory() && endings.includes(extname(entry.name).toLowerCase()));
  return images.map(({ parentPath, name }) => join(parentPath, name)).toSorted();
}

async function read<T>(path: string, list: (path: string) => Promise<T>): Promise<T> {
  return list(path).catch((cause: NodeJS.ErrnoException) => {
    throw folderError(path, `cannot be read, expected a folder, got ${cause.code ?? cause.message}`, cause);
  });
}

function folderError(path: string, problem: string, cause?: unknown): DataError {
  return new DataError(`loadImageFolder: ${path} ${problem}`, { hint: "images lie in directory/class/name.png", cause, details: { path } });
}
