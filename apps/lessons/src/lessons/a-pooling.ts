import { avgPool2d, maxPool2d, relu } from "convoke";
import { correction, matrices, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { masks, match } from "./the-x.js";

export const pooling: Lesson = {
  id: "A-2.3b",
  title: t("Gộp: max pooling và average pooling", "Pooling: the greatest or the mean"),
  async *run({ check }) {
    yield text(
      `Ta đã biết mẫu ở đâu, chính xác đến từng ô. Thường thì biết *đại khái* là đủ. **Max pooling** chia bản đồ thành các ô cửa 2 × 2 và chỉ giữ giá trị lớn nhất của mỗi ô: “mẫu có xuất hiện quanh đây không, mạnh nhất là bao nhiêu?”
       **Average pooling** lấy trung bình: “mẫu hiện diện nhiều hay ít?” Cả hai thu nhỏ bản đồ và không có gì để học.`,
      `We know where the pattern is, to the cell. Often *roughly* is enough. **Max pooling** cuts the map into windows of 2 × 2 and keeps the greatest value of each: “is the pattern around here, and how strong at its best?”
       **Average pooling** takes the mean: “how much of it is here?” Both make the map smaller, and neither has anything to learn.`,
    );
    const map = match(masks.diagonal);                                              // [1, 1, 7, 7]
    const [input, largest, mean] = await Promise.all([grid(map), grid(maxPool2d(map, 2, { ceilMode: true })), grid(avgPool2d(map, 2, { ceilMode: true }))]);
    yield matrices([
      { title: t("bản đồ của đường chéo trái", "map of the left diagonal"), cells: input, colours: "signed", limit: 1, frame: [0, 0, 2, 2] },
      "→", { title: "max, 2 × 2", cells: largest, colours: "signed", limit: 1, frame: [0, 0, 1, 1] }, { title: t("trung bình, 2 × 2", "mean, 2 × 2"), cells: mean, colours: "signed", limit: 1, frame: [0, 0, 1, 1] },
    ], t("7 không chia hết cho 2: ở chế độ “ceil”, ô cửa cuối thò ra ngoài và chỉ nhìn phần có thật.", "7 is not a multiple of 2: in “ceil” mode the last windows stick out and look only at the cells that exist."));
    check(t("max, hàng 1", "max, row 1"), largest[0]!, [1, 0.33, 0.56, 0.33], 0.005);
    check(t("max, hàng 2", "max, row 2"), largest[1]!, [0.33, 1, 0.33, 0.56], 0.005);
    check(t("max, hàng 3", "max, row 3"), largest[2]!, [0.56, 0.33, 1, 0.11], 0.005);
    check(t("max, hàng 4", "max, row 4"), largest[3]!, [0.33, 0.56, 0.11, 0.78], 0.005);
    check(t("trung bình ô cửa đầu tiên", "the mean of the first window"), mean[0]![0]!, (7 / 9 - 1 / 9 - 1 / 9 + 1) / 4, 1e-6);

    const gateFirst = await grid(maxPool2d(relu(map), 2, { ceilMode: true }));
    check(t("ReLU trước hay sau max pooling: như nhau ở đây", "ReLU before or after max pooling: the same here"), gateFirst, largest, 1e-7);
    check(t("luôn luôn: relu(max(x)) = max(relu(x))", "always: relu(max(x)) = max(relu(x))"), await grid(relu(maxPool2d(match(masks.cross), 2, { ceilMode: true }))), await grid(maxPool2d(relu(match(masks.cross)), 2, { ceilMode: true })), 1e-7);
    check(t("không có ceil: 3 × 3", "without ceil: 3 × 3"), [...maxPool2d(map, 2).shape], [1, 1, 3, 3]);
    check(t("có ceil: 4 × 4", "with ceil: 4 × 4"), [...maxPool2d(map, 2, { ceilMode: true }).shape], [1, 1, 4, 4]);
    yield correction(
      `Kết quả in trong tài liệu A có **4 cột** (bản in chỉ còn ba trong bốn hàng) nhưng được gọi là “3 × 3”. Bốn hàng bốn cột cần *ceil mode*; mặc định của PyTorch và của Convoke là làm tròn xuống, cho 3 × 3. Các số 0.55, 0.77 của bản in lại là số bị cắt đuôi.`,
      `The result printed in document A has **four columns** (three of its four rows survive) but is called “3 × 3”. Four by four needs *ceil mode*; the default of PyTorch and Convoke rounds down and gives 3 × 3. And again 0.55 and 0.77 are cut off, not rounded.`,
    );
    yield takeaway("Gộp giữ lại bằng chứng mạnh nhất, bỏ bớt địa chỉ chính xác của nó.", "Pooling keeps the strongest evidence and forgets some of its address.");
  },
};
