import { inspect, models, nn, noGrad, randn } from "convoke";
import { bars, code, heading, show, table, takeaway, text } from "../blocks/make.js";
import { math } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

const size = 14;

export const bottleneck: Lesson = {
  id: "A-5.4",
  title: t("Cổ chai: ép nhỏ, tính, rồi mở ra", "Bottleneck: squeeze, compute, open again"),
  async *run({ check }) {
    yield text(
      `Ứng dụng kinh điển của 1×1. Thay vì một lớp 3 × 3 nặng nề 256 → 256, ta đi ba bước: 1×1 **ép** 256 kênh còn 64, 3×3 **tính** trên 64 kênh ít ỏi ấy, 1×1 **mở** lại thành 256. Hình như cái cổ chai – và rẻ hơn hẳn.`,
      `The classic use of 1×1. Instead of one heavy 3 × 3 layer 256 → 256 there are three steps: a 1×1 **squeezes** 256 channels into 64, a 3×3 **computes** on those few, a 1×1 **opens** them to 256 again. The shape of a bottle's neck, and much cheaper.`,
    );
    const narrow = new models.Bottleneck(256, 64);
    const direct = new nn.Conv2d(256, 256, 3, { padding: 1, bias: false });
    const input = randn([1, 256, size, size]);
    const [out, straight] = noGrad(() => [narrow.forward(input).shape, direct.forward(input).shape]);
    yield show(math`256 · 64 + 3 · 3 · 64 · 64 + 64 · 256 = 69,632`, math`3 · 3 · 256 · 256 = 589,824`);
    yield code(`new models.Bottleneck(256, 64);                                // 69,632 weights
new nn.Conv2d(256, 256, 3, { padding: 1, bias: false });      // 589,824`);
    const weights = { narrow: nn.countParameters(narrow), direct: nn.countParameters(direct) };
    const steps = [["conv1", "1×1, 256 → 64", narrow.conv1], ["conv2", "3×3, 64 → 64", narrow.conv2], ["conv3", "1×1, 64 → 256", narrow.conv3]] as const;
    const macs = (count: number): number => count * size * size;                            // each weight works once at each pixel
    yield table([t("lớp", "layer"), t("trọng số", "weights"), t(`MAC trên ${size} × ${size}`, `MACs on ${size} × ${size}`)], [
      ...steps.map(([, name, layer]) => [name, nn.countParameters(layer), macs(nn.countParameters(layer))]),
      [t("cổ chai, tổng", "bottleneck, all"), weights.narrow, macs(weights.narrow)], [t("3×3 trực tiếp, 256 → 256", "3×3 at once, 256 → 256"), weights.direct, macs(weights.direct)],
    ]);
    yield bars([{ label: t("3×3 trực tiếp", "3×3 at once"), value: weights.direct }, { label: t("cổ chai", "bottleneck"), value: weights.narrow }], t("Số trọng số. Số phép nhân-cộng có cùng tỉ lệ.", "Weights. Multiplications have the same ratio."), 0);
    check(t("cùng kích thước đầu ra", "the same output"), [...out!], [...straight!]);
    check(t("trọng số của cổ chai", "weights of the bottleneck"), weights.narrow, 69_632);
    check(t("trọng số của 3×3 trực tiếp", "weights of the 3×3"), weights.direct, 589_824);
    check(t("tỉ số", "ratio"), weights.direct / weights.narrow, 8.47, 0.005);
    const counted = [narrow, direct].map((layer) => inspect.summary(layer, [1, 256, size, size]).totals.macs);
    check(t("MAC theo inspect.summary", "MACs by inspect.summary"), counted, [macs(weights.narrow), macs(weights.direct)]);
    check(t("tỉ số MAC", "ratio of MACs"), counted[1]! / counted[0]!, 8.47, 0.005);

    yield heading("Khối Inception", "An inception block");
    const block = new models.Inception(192, { conv1x1: 64, reduce3x3: 96, conv3x3: 128, reduce5x5: 16, conv5x5: 32, poolProj: 32 });
    const shape = noGrad(() => block.forward(randn([1, 192, 28, 28])).shape);
    yield text(
      `Inception đặt bốn cách nhìn cạnh nhau – 1×1, 3×3, 5×5 và gộp – rồi nối các kênh lại: 64 + 128 + 32 + 32 = 256. Trước 3×3 và 5×5 là một 1×1 ép kênh; sau lớp gộp cũng là một 1×1. Gộp và 1×1 bổ trợ nhau ngay trong một khối.`,
      `Inception puts four views side by side, 1×1, 3×3, 5×5 and pooling, and joins their channels: 64 + 128 + 32 + 32 = 256. In front of 3×3 and 5×5 stands a 1×1 that squeezes; behind the pooling as well. Pooling and 1×1 complement each other within one block.`,
    );
    const branches = [block.branch1, block.branch2, block.branch3, block.branch4];
    const plain = [new nn.Conv2d(192, 64, 1), new nn.Conv2d(192, 128, 3), new nn.Conv2d(192, 32, 5)];
    yield table([t("nhánh", "branch"), t("lớp", "layers"), t("tham số", "parameters"), t("nếu không có 1×1 ép kênh", "without the squeezing 1×1")], [
      [1, "1×1 64", nn.countParameters(branches[0]!), nn.countParameters(plain[0]!)], [2, "1×1 96 → 3×3 128", nn.countParameters(branches[1]!), nn.countParameters(plain[1]!)],
      [3, "1×1 16 → 5×5 32", nn.countParameters(branches[2]!), nn.countParameters(plain[2]!)], [4, t("gộp 3×3 → 1×1 32", "pool 3×3 → 1×1 32"), nn.countParameters(branches[3]!), "–"],
    ].map(([n, ...rest]) => [String(n), ...rest]));
    check(t("khối Inception (3a): đầu ra", "inception (3a): output"), [...shape], [1, 256, 28, 28]);
    check(t("khối Inception (3a): tham số", "inception (3a): parameters"), nn.countParameters(block), 163_696);
    yield takeaway("Ép kênh trước, tính việc nặng sau: sâu hơn mà nhẹ hơn.", "Squeeze first, do the heavy work after: deeper and yet lighter.");
  },
};
