import { avgPool2d, Generator, maxPool2d, nn, randn, tensor } from "convoke";
import { code, heading, matrices, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid, list } from "../numbers.js";
import { asImage } from "./the-x.js";

export const poolingLayers: Lesson = {
  id: "B-pooling",
  title: t("Lớp gộp: chiếc phễu của CNN", "Pooling layers: the funnel of a CNN"),
  async *run({ check }) {
    yield text(
      `CNN giống cái phễu: lớp tích chập *tăng số kênh*, lớp gộp *giảm kích thước*. Lớp gộp không có trọng số, không có gì để cập nhật. Hai loại thường gặp, trên cùng một ma trận:`,
      `A CNN is like a funnel: convolutions *add channels*, pooling *reduces the size*. A pooling layer has no weights, nothing to update. The two common kinds, on the same matrix:`,
    );
    const example = [[1, 3, 2, 1], [4, 6, 5, 0], [7, 2, 9, 8], [1, 0, 3, 4]];
    const [largest, mean, overlapping] = await Promise.all([grid(maxPool2d(asImage(example), 2)), grid(avgPool2d(asImage(example), 2)), grid(maxPool2d(asImage(example), 2, { stride: 1 }))]);
    yield matrices([{ cells: example, frame: [0, 0, 2, 2] }, "→", { title: "max", cells: largest, frame: [0, 0, 1, 1] }, { title: t("trung bình", "mean"), cells: mean, digits: 2, frame: [0, 0, 1, 1] }, { title: t("max, bước 1", "max, stride 1"), cells: overlapping, frame: [0, 0, 1, 1] }],
      t("Cửa sổ 2 × 2. Bước nhảy 1 nhỏ hơn cửa sổ: các cửa sổ chồng lên nhau, mất ít thông tin hơn, bản đồ 3 × 3.", "Windows of 2 × 2. A stride of 1 is smaller than the window: windows overlap, less is lost, the map has 3 × 3."));
    check("max", largest, [[6, 5], [7, 9]]);
    check(t("trung bình", "mean"), mean, [[(1 + 3 + 4 + 6) / 4, (2 + 1 + 5 + 0) / 4], [(7 + 2 + 1 + 0) / 4, (9 + 8 + 3 + 4) / 4]], 1e-6);
    check(t("max, bước 1", "max, stride 1"), overlapping, [[6, 6, 5], [7, 9, 9], [7, 9, 9]]);

    yield heading("Có và không có lớp gộp", "With and without pooling");
    const generator = new Generator(3);
    const conv = (from: number, to: number, stride = 1): nn.Conv2d => new nn.Conv2d(from, to, 3, { stride, padding: 1, generator });
    const nets = {
      pooled: new nn.Sequential(conv(1, 16), new nn.MaxPool2d(2, 2), conv(16, 32), new nn.MaxPool2d(2, 2)),
      plain: new nn.Sequential(conv(1, 16), conv(16, 32)),
      strided: new nn.Sequential(conv(1, 16, 2), conv(16, 32, 2)),
    };
    yield code(`const net = new nn.Sequential(new nn.Conv2d(1, 16, 3, 1, 1), new nn.MaxPool2d(2, 2),
                              new nn.Conv2d(16, 32, 3, 1, 1), new nn.MaxPool2d(2, 2));
net.forward(randn([5, 1, 28, 28]));   // [5, 32, 7, 7]`);
    const input = randn([5, 1, 28, 28], { generator });
    const shapes = { pooled: nets.pooled.forward(input).shape, plain: nets.plain.forward(input).shape, strided: nets.strided.forward(input).shape };
    const fc = (shape: readonly number[]): number => nn.countParameters(new nn.Linear(shape[1]! * shape[2]! * shape[3]!, 128));
    yield table([t("mạng", "network"), t("đầu ra", "output"), t("tham số của lớp Linear(…, 128) theo sau", "parameters of a Linear(…, 128) behind it")], [
      [t("có gộp", "with pooling"), `[${shapes.pooled.join(", ")}]`, fc(shapes.pooled)],
      [t("không gộp", "without pooling"), `[${shapes.plain.join(", ")}]`, fc(shapes.plain)],
      [t("không gộp, bước nhảy 2", "no pooling, stride 2"), `[${shapes.strided.join(", ")}]`, fc(shapes.strided)],
    ], t("Tích chập bước 2 thay được lớp gộp: cùng kích thước, và học được.", "A convolution with stride 2 can stand in for pooling: the same size, and it learns."));
    check(t("có gộp", "with pooling"), [...shapes.pooled], [5, 32, 7, 7]);
    check(t("không gộp", "without pooling"), [...shapes.plain], [5, 32, 28, 28]);
    check(t("bước 2, không gộp", "stride 2, no pooling"), [...shapes.strided], [5, 32, 7, 7]);
    check("Linear(1568, 128)", fc(shapes.pooled), 200_832);
    check("Linear(25088, 128)", fc(shapes.plain), 3_211_392);
    check(t("tham số của MaxPool2d và AvgPool2d", "parameters of MaxPool2d and AvgPool2d"), nn.countParameters(new nn.Sequential(new nn.MaxPool2d(2), new nn.AvgPool2d(2))), 0);

    yield heading("Bất biến cục bộ – và giới hạn của nó", "Local invariance, and where it ends");
    const dot = (column: number) => tensor([[Array.from({ length: 4 }, (_, r) => Array.from({ length: 8 }, (_, c) => (r === 1 && c === column ? 1 : 0)))]]);
    const pooledAt = async (column: number): Promise<number[]> => list(maxPool2d(dot(column), 2));
    const [atTwo, atThree, atFour] = await Promise.all([pooledAt(2), pooledAt(3), pooledAt(4)]);
    check(t("dời 1 ô trong cùng cửa sổ: kết quả y nguyên", "moved by 1 within a window: the same result"), atThree!, atTwo!);
    check(t("dời 1 ô sang cửa sổ bên: kết quả đổi", "moved by 1 into the next window: another result"), String(atFour) === String(atThree), false);
    yield text(
      `Slide nói lớp gộp làm mạng “bất biến cục bộ”. Đúng, nhưng *rất* cục bộ: một chấm dời từ cột 2 sang cột 3 nằm trong cùng cửa sổ, kết quả không đổi; dời tiếp sang cột 4 là sang cửa sổ khác, kết quả đổi. Bài B-shift đo điều này trên mạng thật.`,
      `The slide says that pooling makes a network “locally invariant”. True, but *very* locally: a dot that moves from column 2 to 3 stays in its window and the result does not change; one more step and it is in another window, and it does. Lesson B-shift measures this on real networks.`,
    );
    yield takeaway("Gộp cho phễu hẹp lại: ít số hơn, lớp Linear sau đó nhỏ đi 16 lần.", "Pooling narrows the funnel: fewer numbers, and the Linear layer behind is 16 times smaller.");
  },
};
