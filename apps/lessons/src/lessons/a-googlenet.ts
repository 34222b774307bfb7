import { models, nn, noGrad, rand, softmax, type Tensor } from "convoke";
import { correction, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { layersOf } from "../networks/features.js";

/** Document A's figure 6, as [row, field of the model, output H × W × C]. */
const printed: readonly (readonly [string, string, string])[] = [
  ["convolution 7×7/2", "conv1", "112×112×64"], ["max pool 3×3/2", "maxpool1", "56×56×64"], ["convolution 3×3/1", "conv3", "56×56×192"], ["max pool 3×3/2", "maxpool2", "28×28×192"],
  ["inception (3a)", "inception3a", "28×28×256"], ["inception (3b)", "inception3b", "28×28×480"], ["max pool 3×3/2", "maxpool3", "14×14×480"],
  ["inception (4a)", "inception4a", "14×14×512"], ["inception (4b)", "inception4b", "14×14×512"], ["inception (4c)", "inception4c", "14×14×512"], ["inception (4d)", "inception4d", "14×14×528"],
  ["inception (4e)", "inception4e", "14×14×832"], ["max pool 3×3/2", "maxpool4", "7×7×832"], ["inception (5a)", "inception5a", "7×7×832"], ["inception (5b)", "inception5b", "7×7×1024"],
  ["avg pool 7×7/1", "avgpool", "1×1×1024"], ["dropout (40%)", "dropout", "1×1×1024"], ["linear", "fc", "1×1×1000"],
];

export const googleNet: Lesson = {
  id: "A-5.1b",
  title: t("GoogLeNet: bảng kích thước, chạy thật", "GoogLeNet: its table of sizes, run"),
  async *run({ check }) {
    yield text(
      `Tài liệu A in bảng của GoogLeNet để cho thấy chiều cao và chiều rộng *giảm*, số kênh *tăng*: 224 × 224 × 3 đi vào, 7 × 7 × 1024 đi ra. Ở đây ta dựng cả mạng, cho một ảnh đi qua, và đọc kích thước sau từng lớp.`,
      `Document A prints GoogLeNet's table to show how height and width go *down* while channels go *up*: 224 × 224 × 3 goes in, 7 × 7 × 1024 comes out. Here the whole network is built, a picture goes through, and the size behind each layer is read.`,
    );
    const network = new models.GoogLeNet();
    nn.evaluate(network);
    const sizes = new Map<string, { readonly size: string; readonly parameters: number }>();
    let value: Tensor = rand([1, 3, 224, 224]);
    for (const [name, layer] of layersOf(network)) {
      value = noGrad(() => layer.forward(value));
      const [, channels, height = 1, width = 1] = value.shape;
      sizes.set(name, { size: `${height}×${width}×${channels}`, parameters: nn.countParameters(layer) });
    }
    yield table([t("lớp", "layer"), t("đầu ra, chạy thật", "output, as run"), t("tham số", "parameters")], printed.map(([row, field]) => [row, sizes.get(field)!.size, sizes.get(field)!.parameters]));
    for (const [row, field, size] of printed) check(row, sizes.get(field)!.size, size);
    check(t("softmax cộng lại bằng 1", "softmax adds up to 1"), await softmax(value, 1).sum().item(), 1, 1e-4);
    const total = nn.countParameters(network);
    check(t("tổng tham số (có bias, không có đầu phụ)", "all parameters (with biases, without auxiliary heads)"), total, 6_998_552);
    yield text(
      `Cả mạng 22 lớp chỉ có **${total.toLocaleString("en-US")}** tham số – ít hơn một lớp nối đầy đủ 12 triệu ở bài A-1.4. Bí quyết là những tích chập 1×1 giấu trong mỗi khối Inception (bài A-5.4).`,
      `The whole network of 22 layers has only **${total.toLocaleString("en-US")}** parameters, fewer than the single connected layer with 12 million of lesson A-1.4. The secret is the 1×1 convolutions inside each inception block (lesson A-5.4).`,
    );
    yield correction(
      `Dòng đầu bảng của tài liệu ghi “112×**142**×64”. Ảnh vuông, kernel vuông thì đầu ra phải vuông: ⌊(224 − 7 + 6) / 2⌋ + 1 = 112, cả hai chiều.`,
      `The first row of the document's table says “112×**142**×64”. A square picture and a square kernel give a square output: ⌊(224 − 7 + 6) / 2⌋ + 1 = 112 both ways.`,
    );
    yield takeaway("CNN là cái phễu: không gian hẹp dần, ý nghĩa dày dần.", "A CNN is a funnel: space gets narrower, meaning deeper.");
  },
};
