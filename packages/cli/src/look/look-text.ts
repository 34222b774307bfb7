import { photoImage, terminalGrid, terminalImage, type TerminalOptions } from "@convoke/plot";
import { percent } from "../terminal/format.js";
import type { Look, Values } from "./look.js";
import type { Photo } from "./photo.js";

/** A terminal shows no more maps than these. */
const mostMaps = 32;
const answers = 3;

/** What `convoke look` prints for people: numbers, and pictures as characters. */
export function lookText(title: string, photo: Photo, { answer, target, kernels, maps, layer, saliency, gradCam }: Look, terminal: Required<TerminalOptions>): string[] {
  const shown = layer === null ? null : maps.get(layer)!;
  const one = { ...terminal, lineWidth: Math.min(terminal.lineWidth, 56) };
  return [
    title,
    ...answer.slice(0, answers).map(({ name, probability }) => `  ${percent(probability).padStart(7)}  ${name}`),
    "",
    "What the network sees",
    terminalImage(photoImage(photo.data, photo.shape, photo.normalization), one),
    ...(kernels === null ? [] : ["", `Kernels of the first convolution, ${named(kernels)}: + likes light, - likes dark`, kernelText(kernels, terminal)]),
    ...(shown === null ? [] : ["", `What ${layer} finds, ${named(shown)}`, grid(shown, terminal)]),
    "",
    `Saliency: pixels that would change the score of ${target} most`,
    heat(saliency, one),
    ...(gradCam === null ? [] : ["", `Grad-CAM: where in ${gradCam.layer} the evidence for ${target} lies`, heat(gradCam, one)]),
    ...(maps.size === 0 ? [] : ["", "Layers that give maps (--layer shows another)", ...[...maps].map(([name, values]) => `  ${name}  ${named(values)}`)]),
  ];
}

function kernelText({ shape, data }: Values, terminal: Required<TerminalOptions>): string {
  const [kernels, channels, height, width] = shape as [number, number, number, number];
  const planes = split(data, height * width).slice(0, mostMaps);
  const titles = planes.map((_, i) => (channels === 1 ? `${i}` : `${Math.floor(i / channels)}·${i % channels}`));
  const more = kernels * channels > planes.length ? `\n… and ${kernels * channels - planes.length} more` : "";
  return terminalGrid({ maps: planes, width, height, titles, colours: "signed", scale: 2, ...terminal }) + more;
}

function grid({ shape, data }: Values, terminal: Required<TerminalOptions>): string {
  const [channels, height, width] = shape as [number, number, number];
  const maps = split(data, height * width).slice(0, mostMaps);
  const more = channels > maps.length ? `\n… and ${channels - maps.length} more` : "";
  return terminalGrid({ maps, width, height, titles: maps.map((_, c) => `${c}`), ...terminal }) + more;
}

function heat({ shape: [height, width], data }: Values, terminal: Required<TerminalOptions>): string {
  return terminalGrid({ maps: [data], width: width!, height: height!, colours: "heat", scale: 1, ...terminal });
}

function split(data: Float32Array, size: number): Float32Array[] {
  return Array.from({ length: data.length / size }, (_, i) => data.subarray(i * size, (i + 1) * size));
}

const named = ({ shape }: Values): string => shape.join(" × ");
