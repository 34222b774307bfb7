import { conv2d, inspect, type Layer, nn, randn } from "convoke";
import { code, correction, show, table, takeaway, text } from "../blocks/make.js";
import { math } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

export const weightSharing: Lesson = {
  id: "B-sharing",
  title: t("Dùng chung trọng số: 1,792 và 196,608", "Weight sharing: 1,792 and 196,608"),
  async *run({ check }) {
    yield text(
      `Khi trượt, kernel không đổi: chín trọng số w₁ … w₉ của góc trên trái cũng là chín trọng số của góc dưới phải. **Dùng chung trọng số** (weight sharing) vừa tiết kiệm, vừa hợp lý: bộ lọc tìm được cạnh ở chỗ này thì cũng tìm được cạnh ở chỗ kia.`,
      `The kernel does not change while it slides: the nine weights w₁ … w₉ of the upper left corner are those of the lower right one. **Weight sharing** saves, and it makes sense: a filter that finds edges here finds edges there.`,
    );
    const layers: readonly { readonly name: string; readonly layer: Layer; readonly expected: number }[] = [
      { name: "Conv2d(3, 64, 3)", layer: new nn.Conv2d(3, 64, 3), expected: 1_792 },
      { name: "Conv2d(3, 64, 3, { bias: false })", layer: new nn.Conv2d(3, 64, 3, { bias: false }), expected: 1_728 },
      { name: "Linear(3072, 64)", layer: new nn.Linear(3072, 64), expected: 196_672 },
      { name: "Linear(3072, 64, { bias: false })", layer: new nn.Linear(3072, 64, { bias: false }), expected: 196_608 },
    ];
    yield show(math`(3 · 3 · 3 + 1) · 64 = 1,792`, math`32 · 32 · 3 · 64 = 196,608`);
    yield code(layers.map(({ name, expected }) => `nn.countParameters(new nn.${name});`.padEnd(60) + `// ${expected.toLocaleString("en-US")}`).join("\n"));
    yield table([t("lớp, trên ảnh 3 × 32 × 32", "layer, on a picture of 3 × 32 × 32"), t("có bias", "with bias"), t("không bias", "without bias")], [
      [t("tích chập, 64 bộ lọc 3 × 3", "convolution, 64 filters 3 × 3"), nn.countParameters(layers[0]!.layer), nn.countParameters(layers[1]!.layer)],
      [t("nối đầy đủ, 64 nơ-ron", "fully connected, 64 neurons"), nn.countParameters(layers[2]!.layer), nn.countParameters(layers[3]!.layer)],
    ]);
    for (const { name, layer, expected } of layers) check(name, nn.countParameters(layer), expected);
    const both = new nn.Sequential(new nn.Conv2d(3, 64, 3, 1, 1));
    yield code(inspect.summary(both, [1, 3, 32, 32]).toText({ columns: 72 }));
    check("inspect.summary", inspect.summary(both, [1, 3, 32, 32]).totals.parameters, 1_792);
    yield correction(
      `Slide so **1,792** (có 64 bias) với **196,608** (không có bias). So hai thứ cùng loại thì phải là 1,792 với **196,672**, hoặc 1,728 với 196,608. Kết luận không đổi – hơn trăm lần – nhưng con số thì nên đúng.

       Cũng nên nhớ: 64 nơ-ron của MLP cho 64 số, còn 64 bộ lọc cho 64 *bản đồ*. Lớp tích chập làm nhiều việc hơn với ít tham số hơn.`,
      `The slide compares **1,792** (with 64 biases) with **196,608** (without any). Like with like it is 1,792 against **196,672**, or 1,728 against 196,608. The conclusion stays, more than a hundred times, but numbers should be right.

       Note as well that 64 neurons of an MLP give 64 numbers, while 64 filters give 64 *maps*. The convolution does more with fewer parameters.`,
    );
    const [small, large] = [[1, 3, 32, 32], [1, 3, 224, 224]].map((shape) => conv2d(randn(shape), randn([64, 3, 3, 3]), null, { padding: 1 }).shape);
    check(t("cùng kernel, ảnh 32 × 32", "the same kernels, a picture of 32 × 32"), [...small!], [1, 64, 32, 32]);
    check(t("… và ảnh 224 × 224", "… and one of 224 × 224"), [...large!], [1, 64, 224, 224]);
    yield takeaway("Số tham số của lớp tích chập không phụ thuộc vào kích thước ảnh.", "How many parameters a convolution has does not depend on the size of the picture.");
  },
};
