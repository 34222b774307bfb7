import { ArgumentError } from "@convoke/core";

/**
 * The bytes of a PNG file as an address that holds them, for `<img src>` of a page in one file.
 *
 * @throws ArgumentError for anything but a Uint8Array
 * @example
 * const html = `<img alt="one black pixel" src="${pngDataUri(await encodePng({ width: 1, height: 1, channels: 1, data: new Uint8Array(1) }))}">`;
 */
export function pngDataUri(png: Uint8Array): string {
  if (!(png instanceof Uint8Array)) throw new ArgumentError("pngDataUri: png is not a Uint8Array");
  let characters = "";
  for (let at = 0; at < png.length; at += 4096) characters += String.fromCharCode(...png.subarray(at, at + 4096)); // too many arguments overflow the stack
  return `data:image/png;base64,${btoa(characters)}`;
}
