import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseArguments } from "./arguments.js";

const parse = (...args: readonly string[]) => parseArguments(args, tmpdir());
const ids = (...args: readonly string[]): readonly string[] => parse(...args).rows.map(({ id }) => id);
const names = (...args: readonly string[]): readonly string[] => parse(...args).subjects.map(({ name }) => name);

test("without arguments all rows but the longest, all subjects, no file", () => {
  expect(parse()).toMatchObject({ help: false, runs: null, markdown: false, json: null, write: null });
  expect(ids()).toContain("train/slides-cnn");
  expect(ids()).not.toContain("epoch/mnist");
  expect(names()).toContain("tfjs wasm");
});

test("--only takes rows, groups and shapes, in the benchmark's order", () => {
  expect(ids("--only", "matmul/512, train/slides-cnn")).toEqual(["train/slides-cnn", "matmul/512"]);
  expect(ids("--only", "train")).toEqual(["train/slides-cnn", "train/small-resnet"]);
  expect(ids("--only", "resnet-7x7")).toEqual(["conv2d/resnet-7x7", "grad-input/resnet-7x7", "grad-weight/resnet-7x7"]);
  expect(ids("--only", "epoch")).toEqual(["epoch/mnist"]);
});

test("--subjects are easy to type", () => {
  expect(names("--subjects", "pytorch-x2,Convoke CPU")).toEqual(["convoke cpu", "PyTorch ×2"]);
});

test("files lie where the user is", () => {
  expect(parse("--json", "bench.json", "--write", "bench.md")).toMatchObject({ json: join(tmpdir(), "bench.json"), write: join(tmpdir(), "bench.md") });
});
