import { nn, pad, randn } from "convoke";
import { code, heading, matrices, show, table, takeaway, text } from "../blocks/make.js";
import { frac, math } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { asImage } from "./the-x.js";

const printed = [[1, -4, 2, 4, -2], [-5, 5, 7, 3, -4], [2, -3, 3, -2, 2], [-1, 3, 8, 1, 8], [9, 2, -4, 3, 1]];

export const padding: Lesson = {
  id: "B-padding",
  title: t("Lề và kích thước đầu ra", "Padding and the size of the output"),
  async *run({ check }) {
    yield text(
      `Lề giữ nguyên kích thước ảnh và bớt mất mát ở biên. Ma trận 5 × 5 của slide, bọc một vòng số 0:`,
      `Padding keeps the size and loses less at the border. The slide's 5 × 5 matrix with one ring of zeros:`,
    );
    const padded = await grid(pad(asImage(printed), [1, 1, 1, 1]));
    yield matrices([{ cells: printed, colours: "signed" }, "→", { title: "padding = 1", cells: padded, colours: "signed", frame: [1, 1, 5, 5] }]);
    check(t("5 × 5 thành 7 × 7", "5 × 5 becomes 7 × 7"), [padded.length, padded[0]!.length], [7, 7]);
    check(t("hàng đầu là số 0", "the first row is 0"), padded[0]!, [0, 0, 0, 0, 0, 0, 0]);
    check(t("hàng thứ tư", "the fourth row"), padded[3]!, [0, 2, -3, 3, -2, 2, 0]);
    check(t("phần giữa là ma trận cũ", "the middle is the old matrix"), padded.slice(1, 6).map((row) => row.slice(1, 6)), printed);

    yield heading("Công thức, bốn lần", "The formula, four times");
    yield show(math`O = ⌊${frac("W − K + 2 P", "S")}⌋ + 1`);
    const image = randn([1, 100, 100]);                                    // unbatched: [C, H, W]
    const layers = [
      { text: "Conv2d(1, 1, 3, 1, 0)", layer: new nn.Conv2d(1, 1, 3, 1, 0), formula: (100 - 3 + 0) / 1 + 1, expected: [1, 98, 98] },
      { text: "Conv2d(1, 1, 3, 1, 1)", layer: new nn.Conv2d(1, 1, 3, 1, 1), formula: (100 - 3 + 2) / 1 + 1, expected: [1, 100, 100] },
      { text: "Conv2d(1, 1, 5, { stride: 2 })", layer: new nn.Conv2d(1, 1, 5, { stride: 2 }), formula: (100 - 5 + 0) / 2 + 1, expected: [1, 48, 48] },
      { text: "Conv2d(1, 1, 5, { padding: \"same\" })", layer: new nn.Conv2d(1, 1, 5, { padding: "same" }), formula: (100 - 5 + 4) / 1 + 1, expected: [1, 100, 100] },
    ];
    const shapes = layers.map(({ layer }) => [...layer.forward(image).shape]);
    yield table([t("lớp", "layer"), t("công thức", "formula"), t("lớp cho ra", "the layer gives")], layers.map(({ text: name, formula }, i) => [`\`${name}\``, String(formula), `[${shapes[i]!.join(", ")}]`]));
    for (const [i, { text: name, formula, expected }] of layers.entries()) {
      check(name, shapes[i]!, expected);
      check(t("… theo công thức, làm tròn xuống", "… by the formula, rounded down"), shapes[i]![1]!, Math.floor(formula));
    }
    yield text(
      `Dòng thứ ba ra 48.5; nửa bước cuối không đủ chỗ cho kernel, nên làm tròn **xuống** 48. Và \`padding: "same"\` để thư viện tự tính lề (ở đây là 2) sao cho kích thước giữ nguyên; nó chỉ có nghĩa với bước nhảy 1.`,
      `The third line gives 48.5; the last half step has no room for the kernel, so it is rounded **down** to 48. And \`padding: "same"\` lets the library find the padding (2 here) that keeps the size; it makes sense with stride 1 only.`,
    );
    yield code(`const layer = new nn.Conv2d(1, 1, 5, { padding: "same" });
layer.forward(randn([1, 100, 100]));   // [1, 100, 100]`);
    check.throws(t("“same” với bước 2 bị từ chối", "“same” with stride 2 is refused"), () => new nn.Conv2d(1, 1, 5, { padding: "same", stride: 2 }).forward(image), "same");
    yield text(
      `Để ý: ví dụ của slide đưa vào [1, 100, 100] chứ không phải [N, C, H, W]. Đó là **một** ảnh một kênh, không có chiều lô; cả PyTorch lẫn Convoke đều nhận.`,
      `Note that the slides pass [1, 100, 100], not [N, C, H, W]. That is **one** picture with one channel and no batch axis; PyTorch and Convoke both take it.`,
    );
    yield takeaway("Kernel lẻ K, bước 1: lề (K − 1)/2 giữ nguyên kích thước.", "An odd kernel K with stride 1: padding (K − 1)/2 keeps the size.");
  },
};
