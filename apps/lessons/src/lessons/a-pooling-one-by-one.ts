import { type Layer, nn, randn } from "convoke";
import { table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

const shape = [1, 192, 28, 28] as const;

export const poolingOneByOne: Lesson = {
  id: "A-5.5",
  title: t("So sánh nhanh: gộp và tích chập 1×1", "Side by side: pooling and 1×1 convolution"),
  async *run({ check }) {
    yield text(
      `Gộp và 1×1 không tranh nhau, chúng ép khối dữ liệu theo hai hướng: gộp ép **chiều cao và chiều rộng**, 1×1 ép **chiều sâu**. Cả hai cùng được áp lên một khối 192 kênh 28 × 28:`,
      `Pooling and 1×1 do not compete, they squeeze in two directions: pooling squeezes **height and width**, 1×1 squeezes **depth**. Both are put to the same block of 192 channels, 28 × 28:`,
    );
    const input = randn(shape);
    const apply = (layer: Layer): { out: readonly number[]; parameters: number } => ({ out: layer.forward(input).shape, parameters: nn.countParameters(layer) });
    const [max, average, pointwise] = [apply(new nn.MaxPool2d(2)), apply(new nn.AvgPool2d(2)), apply(new nn.Conv2d(192, 64, 1))];
    const macs = 192 * 64 * 28 * 28;
    const comparisons = 192 * 14 * 14 * 3;
    yield table(["", "MaxPool2d(2)", "AvgPool2d(2)", "Conv2d(192, 64, 1)"], [
      [t("đầu ra", "output"), ...[max, average, pointwise].map(({ out }) => `[${out.join(", ")}]`)],
      [t("không gian H × W", "space H × W"), t("nhỏ đi 4 lần", "4 times smaller"), t("nhỏ đi 4 lần", "4 times smaller"), t("giữ nguyên", "stays")],
      [t("số kênh", "channels"), t("giữ nguyên", "stay"), t("giữ nguyên", "stay"), "192 → 64"],
      [t("tham số", "parameters"), max.parameters, average.parameters, pointwise.parameters],
      [t("phép tính", "work"), t(`${comparisons.toLocaleString("en-US")} so sánh`, `${comparisons.toLocaleString("en-US")} comparisons`), t(`${comparisons.toLocaleString("en-US")} phép cộng`, `${comparisons.toLocaleString("en-US")} additions`), `${macs.toLocaleString("en-US")} MAC`],
      [t("học được?", "learns?"), t("không", "no"), t("không", "no"), t("có, bằng gradient", "yes, by gradient")],
      [t("phi tuyến?", "non-linear?"), t("có (max)", "yes (max)"), t("không", "no"), t("có, khi kèm ReLU", "with a ReLU behind it")],
    ], t("MAC: một phép nhân rồi cộng.", "MAC: one multiplication and addition."));
    check("MaxPool2d(2)", [...max.out], [1, 192, 14, 14]);
    check("AvgPool2d(2)", [...average.out], [1, 192, 14, 14]);
    check("Conv2d(192, 64, 1)", [...pointwise.out], [1, 64, 28, 28]);
    check(t("tham số của lớp gộp", "parameters of pooling"), max.parameters + average.parameters, 0);
    check(t("tham số của 1×1: 192·64 + 64", "parameters of the 1×1: 192·64 + 64"), pointwise.parameters, 12_352);
    check(t("MAC của 1×1", "MACs of the 1×1"), (pointwise.parameters - 64) * 28 * 28, macs);
    yield text(
      `1×1 tốn hơn, nhưng nó *tiết kiệm* cho lớp đi sau: lớp 3 × 3 trên 64 kênh rẻ hơn ba lần lớp 3 × 3 trên 192 kênh. Vì thế khối Inception dùng cả hai cùng lúc.`,
      `The 1×1 costs more, but it *saves* in the layer behind it: a 3 × 3 over 64 channels is three times cheaper than one over 192. So an Inception block uses both.`,
    );
    yield takeaway("Gộp nén dọc (XY), 1×1 nén ngang (chiều sâu).", "Pooling squeezes space (XY), 1×1 squeezes depth.");
  },
};
