import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Layer } from "@convoke/core";
import { RunError } from "../command/errors.js";
import type { InputShape } from "./catalog.js";

interface Imported {
  readonly make: (classes: number) => Promise<Layer>;
  readonly input: InputShape | null;
}

/**
 * A network from a module of the user's: its export `model` or `default`, or else its only export that is a layer, a class of layers, or a function that is
 * given the number of classes and makes a layer. An export `inputShape` says [channels, height, width].
 *
 * @throws {RunError} for a module that cannot be imported or has no such export.
 */
export async function importModel(path: string): Promise<Imported> {
  const file = resolve(path);
  if (!(await stat(file).catch(() => null))?.isFile()) throw new RunError(`${path}: there is no such file`);
  const exported = (await import(/* @vite-ignore */ pathToFileURL(file).href).catch((cause: unknown) => {
    throw new RunError(`${path}: cannot be imported: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  })) as Readonly<Record<string, unknown>>;
  const maker = exported["model"] ?? exported["default"] ?? onlyMaker(exported, path);
  const input = exported["inputShape"];
  if (input !== undefined && !isInputShape(input)) throw new RunError(`${path}: inputShape is ${JSON.stringify(input)}, expected [channels, height, width]`);
  return { input: input ?? null, make: async (classes) => layerOf(maker, classes, path) };
}

function onlyMaker(exported: Readonly<Record<string, unknown>>, path: string): unknown {
  const makers = Object.values(exported).filter((value) => isLayer(value) || typeof value === "function");
  if (makers.length === 1) return makers[0];
  const names = Object.keys(exported).join(", ");
  throw new RunError(`${path}: exports ${names === "" ? "nothing" : names}, expected a layer, or a function that makes one, under the name model`);
}

async function layerOf(maker: unknown, classes: number, path: string): Promise<Layer> {
  const layer: unknown = isLayer(maker) ? maker : isClass(maker) ? new maker(classes) : typeof maker === "function" ? await (maker as (classes: number) => unknown)(classes) : maker;
  if (isLayer(layer)) return layer;
  throw new RunError(`${path}: its model has no method forward, expected a layer`);
}

const isLayer = (value: unknown): value is Layer => typeof value === "object" && value !== null && typeof (value as Partial<Layer>).forward === "function";

const isClass = (value: unknown): value is new (classes: number) => unknown => typeof value === "function" && typeof (value.prototype as Partial<Layer> | undefined)?.forward === "function";

const isInputShape = (value: unknown): value is InputShape => Array.isArray(value) && value.length === 3 && value.every((length) => Number.isInteger(length) && length > 0);
