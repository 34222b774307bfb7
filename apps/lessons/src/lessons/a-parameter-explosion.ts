import { nn } from "convoke";
import { bars, show, table, takeaway, text } from "../blocks/make.js";
import { math } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

export const parameterExplosion: Lesson = {
  id: "A-1.4",
  title: t("Bùng nổ tham số: vì sao không nối tất cả với tất cả?", "Parameter explosion: why not connect everything to everything?"),
  async *run({ check }) {
    yield text(
      `MLP bắt đầu bằng việc *dát phẳng* ảnh: bỏ hàng, bỏ cột, xếp mọi con số thành một dãy dài, rồi nối **mỗi** số với **mỗi** nơ-ron. Với một ảnh bé xíu 64 × 64, dãy ấy đã dài 12,288 số.
       Một lớp ẩn khiêm tốn 1,000 nơ-ron cần hơn mười hai triệu trọng số – và mỗi trọng số là một điều phải học từ dữ liệu.`,
      `An MLP begins by *flattening* the picture: rows and columns go, all numbers stand in one long row, and **each** number is connected with **each** neuron. For a tiny picture of 64 × 64
       that row has 12,288 numbers. A modest hidden layer of 1,000 neurons needs more than twelve million weights, and every weight is something to be learnt from data.`,
    );
    const inputs = 64 * 64 * 3;
    yield show(math`64 · 64 · 3 = 12,288`, math`12,288 · 1,000 = 12,288,000`);
    const dense = new nn.Linear(inputs, 1000, { bias: false });
    const convolution = new nn.Conv2d(3, 64, 3, { padding: 1 });
    const [denseCount, convolutionCount] = [nn.countParameters(dense), nn.countParameters(convolution)];
    check(t("số đầu vào", "inputs"), inputs, 12_288);
    check(t("trọng số của lớp nối đầy đủ", "weights of the fully connected layer"), denseCount, 12_288_000);
    check(t("tham số của 64 bộ lọc 3 × 3", "parameters of 64 filters 3 × 3"), convolutionCount, 1_792);

    yield text(
      `Lớp tích chập làm ngược lại. Mỗi nơ-ron chỉ nhìn một ô cửa 3 × 3, và cùng một bộ trọng số được dùng lại ở mọi vị trí. Ảnh có lớn gấp trăm lần, số tham số vẫn y nguyên:`,
      `A convolution does the opposite. Each neuron looks through a window of 3 × 3 only, and the same weights are used at every place. Were the picture a hundred times larger, the count would stay:`,
    );
    const sizes = [32, 64, 128, 224];
    yield table(
      [t("ảnh", "picture"), t("nối đầy đủ với 1,000 nơ-ron", "fully connected to 1,000 neurons"), t("64 bộ lọc 3 × 3", "64 filters 3 × 3")],
      sizes.map((size) => [`${size} × ${size} × 3`, size * size * 3 * 1000, nn.countParameters(convolution)]),
      t("Số tham số. Cột giữa tăng theo diện tích ảnh, cột phải không đổi.", "Parameters. The middle column grows with the area of the picture, the right one does not."),
    );
    yield bars([
      { label: t("nối đầy đủ", "fully connected"), value: denseCount },
      { label: t("tích chập", "convolution"), value: convolutionCount },
    ], t("Vẽ theo tỉ lệ: thanh thứ hai có đó, chỉ là mảnh hơn một pixel.", "Drawn to scale: the second bar is there, it is only thinner than a pixel."), 0);
    check.atLeast(t("lớp nối đầy đủ lớn gấp bao nhiêu lần", "how many times larger the connected layer is"), denseCount / convolutionCount, 6_800);
    yield takeaway(
      "Nhiều tham số hơn số ảnh để học thì mạng có thể học thuộc lòng thay vì hiểu: quá khớp (overfitting). Bài A-1.4b đo điều đó.",
      "With more parameters than pictures a network can learn by heart instead of understanding: overfitting. Lesson A-1.4b measures it.",
    );
  },
};
