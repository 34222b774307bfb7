import { cpu } from "@convoke/backend-cpu";
import { type Layer, setBackend, slice, type Tensor } from "@convoke/core";
import { GoogLeNet } from "@convoke/models";
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential } from "@convoke/nn";
import { expect, test } from "vitest";
import { BasicBlock, slidesCnn } from "../example-nets.test-support.js";
import { summary } from "../index.js";

setBackend(cpu());

test("a small net, number by number", () => {
  class Net implements Layer {
    conv = new Conv2d(1, 2, [3, 5], { stride: [1, 2] });
    pool = new MaxPool2d(2);
    head = new Sequential(new Flatten(), new Linear(6, 3, false));
    spare = new ReLU();
    forward = (input: Tensor): Tensor => this.head.forward(this.pool.forward(this.conv.forward(input)));
  }
  const net = new Net();
  (net.head[1] as Linear).weight.requiresGrad = false;
  const line = "=".repeat(80);
  // conv: 2 · 6 · 3 cells of 15 products; pool: 3 + 1 rows, 5 + 2 columns; the head sees the 8 rows, and 7 of the 9 columns.
  expect(String(summary(net, [1, 1, 8, 9])).split("\n")).toEqual([
    line,
    "Layer                           Output       Kernel Params MACs Field Jump Start",
    line,
    "Net                             [1, 3]                            8×7    0     0",
    "├ conv Conv2d                   [1, 2, 6, 3]    3×5     32  540   3×5  1×2     0",
    "├ pool MaxPool2d                [1, 2, 3, 1]    2×2               4×7  2×4     0",
    "├ head Sequential               [1, 3]                            8×7    0     0",
    "│ ├ 0 Flatten                   [1, 6]                            8×7    0     0",
    "│ └ 1 Linear                    [1, 3]                (18)   18   8×7    0     0",
    "└ spare ReLU                    not called",
    line,
    "Parameters: 50 (32 trainable, 18 frozen: in parentheses)",
    "MACs: 558 (multiply-accumulates, biases not counted)",
    "Memory: 668 B (input 288 B, activations 180 B, parameters 200 B)",
    "Field: output cell i sees that many input cells from Start + i · Jump on; with",
    "  Jump 0 all see the same",
    line,
  ]);
});

test("lines are at most 80 columns wide, or as many as one says, and columns are aligned", () => {
  const nets = [[slidesCnn(), [1, 1, 28, 28]], [new BasicBlock(8, 16, 2), [2, 8, 16, 16]], [new GoogLeNet(), [1, 3, 224, 224]]] as const;
  for (const [net, shape] of nets) {
    const result = summary(net, shape);
    for (const columns of [60, 80, 120]) {
      const lines = result.toText({ columns }).split("\n");
      expect(Math.max(...lines.map((line) => line.length))).toBe(columns);
      const head = lines[1]!;
      const ends = ["Kernel", "Params", "MACs", "Field", "Jump", "Start"].map((name) => head.indexOf(name) + name.length);
      const outputs = lines.slice(3, lines.indexOf("=".repeat(columns), 3));
      for (const line of outputs) {
        expect(line[head.indexOf("Output")], line).toBe("[");
        for (const end of ends) expect(line.slice(end, end + 1).trim(), line).toBe("");
      }
    }
  }
});

test("depth folds the layers below into theirs", () => {
  const result = summary(new Sequential({ body: slidesCnn() }), [1, 1, 28, 28]);
  const lines = result.toText({ depth: 1 }).split("\n");
  expect(lines.filter((line) => /^[├└│]/.test(line)).length).toBe(1);
  expect(lines[4]).toMatch(/^└ body Sequential +\[1, 10\] +206,922 +1\.22M +28 +0 +0$/);
  expect(result.toText({ depth: 0 }).split("\n")[3]).toMatch(/^Sequential +\[1, 10\] +206,922 +1\.22M/);
});

test("frozen, repeated and uncalled layers, and a field without a formula, are marked", () => {
  class Net implements Layer {
    conv = new Conv2d(1, 1, 3, { padding: 1 });
    down = new Conv2d(1, 1, 2, { stride: 2 });
    spare = new Linear(2, 2);
    forward(input: Tensor): Tensor {
      const twice = this.conv.forward(this.conv.forward(input));
      return this.down.forward(twice).add(slice(twice, null, null, [0, 4], [0, 4]));
    }
  }
  const net = new Net();
  for (const cell of [net.down.weight, net.down.bias!]) cell.requiresGrad = false;
  const text = String(summary(net, [1, 1, 8, 8]));
  expect(text).toMatch(/├ conv:2 Conv2d +\[1, 1, 8, 8\] +3×3 +\(again\)/);
  expect(text).toMatch(/├ down Conv2d +\[1, 1, 4, 4\] +2×2 +\(5\) +64 +6 +2 +-2/);
  expect(text).toMatch(/└ spare Linear +not called +6$/m);
  expect(text).toMatch(/^Net +\[1, 1, 4, 4\] +\? +\? +\?$/m);
  expect(text).toContain("Field ?: branches with jumps 2 and 1 meet");
  expect(text).toContain("Parameters: 21 (16 trainable, 5 frozen: in parentheses)");
});

test("Markdown", () => {
  const net = new Sequential(new Conv2d(1, 2, 3), new Flatten(), new Linear(8, 3));
  const lines = summary(net, [1, 1, 4, 4]).toMarkdown().split("\n");
  expect(lines.slice(0, 6)).toEqual([
    "| Layer | Type | Output | Kernel | Params | MACs | Field | Jump | Start | Trainable |",
    "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |",
    "| model | Sequential | [1, 3] |  |  |  | 4 | 0 | 0 | yes |",
    "| `0` | Conv2d | [1, 2, 2, 2] | 3×3 | 20 | 72 | 3 | 1 | 0 | yes |",
    "| `1` | Flatten | [1, 8] |  |  |  | 4 | 0 | 0 |  |",
    "| `2` | Linear | [1, 3] |  | 27 | 24 | 4 | 0 | 0 | yes |",
  ]);
  expect(lines.at(-1)).toBe("Parameters 47, of which 47 are trainable. MACs 96, biases not counted. Input 64 B, activations 44 B, parameters 188 B, buffers 0 B.");
});

test("errors", () => {
  const result = summary(new ReLU(), [1, 2]);
  expect(() => result.toText({ columns: 20 })).toThrow("toText: columns is 20, expected at least 60");
  expect(() => result.toText({ depth: -1 })).toThrow("toText: depth is -1, expected 0 or more");
  expect(() => result.toMarkdown({ width: 3 } as object)).toThrow('toMarkdown: unknown option "width"');
});
