import { tensor, zeros } from "convoke";
import { correction, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

export const tensors: Lesson = {
  id: "B-tensors",
  title: t("Vector, ma trận, ảnh, video", "Vector, matrix, picture, video"),
  async *run({ check }) {
    yield text(
      `Trước khi vào CNN, slide ôn lại: dữ liệu sống trong bao nhiêu chiều? Một cột số là **vector**, một bảng số là **ma trận**, một ảnh màu là chồng ba ma trận, còn video là một *dãy* ảnh màu. Tất cả đều là tensor; chỉ khác số chiều.`,
      `Before CNNs the slides look back: in how many dimensions does data live? A column of numbers is a **vector**, a table a **matrix**, a colour picture a stack of three matrices, and a video a *sequence* of pictures. All are tensors; only the number of axes differs.`,
    );
    const kinds = [
      { name: t("vector", "vector"), value: tensor([5.1, 3.5, 1.4, 0.3]), expected: [4] },
      { name: t("ma trận (ảnh xám)", "matrix (grey picture)"), value: tensor([[1, 2, 3], [4, 5, 6]]), expected: [2, 3] },
      { name: t("ảnh màu", "colour picture"), value: zeros([3, 64, 64]), expected: [3, 64, 64] },
      { name: t("video: 16 khung hình", "video: 16 frames"), value: zeros([16, 3, 64, 64]), expected: [16, 3, 64, 64] },
    ];
    yield table([t("dữ liệu", "data"), t("số chiều", "axes"), t("kích thước", "shape"), t("số phần tử", "numbers")],
      kinds.map(({ name, value }) => [name, value.rank, `[${value.shape.join(", ")}]`, value.size]));
    for (const { name, value, expected } of kinds) {
      check(name, [...value.shape], expected);
      check(t("số chiều", "number of axes"), value.rank, expected.length);
    }
    yield correction(
      `Slide viết “hơn 2 chiều, K chiều thì kích thước M × N × K”. Đó là tensor **3** chiều có chiều thứ ba dài K; tensor K chiều có K kích thước. Vector và ma trận cũng là tensor, bậc 1 và bậc 2.`,
      `The slide says “more than 2 dimensions; of K dimensions the size is M × N × K”. That is a tensor of **3** axes whose third is K long; a tensor of K axes has K sizes. Vectors and matrices are tensors too, of rank 1 and 2.`,
    );
    yield takeaway("Một lô ảnh cho mạng cũng có 4 chiều: [N, C, H, W]. Chiều đầu đếm ảnh, không phải thời gian.", "A batch for a network has 4 axes as well: [N, C, H, W]. Its first counts pictures, not time.");
  },
};
