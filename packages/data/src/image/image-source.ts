import { ArgumentError, checkOptions, DataError } from "@convoke/core";

export interface DecodeOptions {
  /** Larger images are refused before anything is allocated for them; default 50 million, for which decoding takes at most about 1 GB. */
  readonly maxPixels?: number;
  /** What the messages of errors call the image, such as its path. */
  readonly name?: string;
}

/** Who decodes what, for the messages of errors, and how large it may be. */
export interface ImageSource {
  readonly caller: string;
  readonly name: string;
  readonly maxPixels: number;
}

const corrupt = "the image is truncated, corrupt or of another type; fetch or save it again";

export function imageSource(caller: string, bytes: Uint8Array, options: DecodeOptions): ImageSource {
  checkOptions(caller, options, ["maxPixels", "name"]);
  const { maxPixels = 50_000_000, name = "the image" } = options;
  if (!(bytes instanceof Uint8Array)) throw new ArgumentError(`${caller}: ${name} is ${String(bytes)}, expected a Uint8Array`);
  if (!Number.isSafeInteger(maxPixels) || maxPixels < 1) {
    throw new ArgumentError(`${caller}: maxPixels is ${String(maxPixels)}, expected an integer of at least 1`);
  }
  return { caller, name, maxPixels };
}

export function imageError({ caller, name }: ImageSource, problem: string, hint: string = corrupt, cause?: unknown): DataError {
  return new DataError(`${caller}: ${name} ${problem}`, { hint, cause, details: { name } });
}

/** Throws unless the size from a header is one that may be decoded. */
export function checkSize(source: ImageSource, width: number, height: number): void {
  if (width < 1 || height < 1) throw imageError(source, `has ${width} × ${height} pixels, expected at least 1 × 1`);
  if (width * height <= source.maxPixels) return;
  const hint = "give a larger maxPixels, if the image can be trusted and there is memory";
  throw imageError(source, `has ${width} × ${height} pixels, expected at most ${source.maxPixels} in all`, hint);
}
