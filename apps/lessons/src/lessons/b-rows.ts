import { avgPool2d, flatten, stack, tensor } from "convoke";
import { matrices, pictures, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import { firstOf } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { grid, list } from "../numbers.js";
import { planePng } from "../planes.js";

export const rows: Lesson = {
  id: "B-rows",
  title: t("MLP nhìn ảnh như một hàng số", "An MLP sees a picture as a row of numbers"),
  async *run({ check, digits }) {
    yield text(
      `Ba chữ số của MNIST, thu nhỏ còn 14 × 14. Để đưa vào MLP, ta nối các hàng pixel lại thành một hàng dài 196 số; ba ảnh thành bảng 3 × 196. Từ giờ, với MLP, pixel thứ 40 và pixel thứ 54 chỉ là hai cột nào đó. Nó không hề biết chúng nằm ngay trên dưới nhau.`,
      `Three digits of MNIST, shrunk to 14 × 14. For an MLP the rows of pixels are put one after the other into one row of 196 numbers; three pictures become a table of 3 × 196. From now on pixel 40 and pixel 54 are just two columns. The MLP has no idea that one stood right above the other.`,
    );
    const all = await digits();
    const chosen = [5, 0, 4];
    const images = stack(chosen.map((digit) => tensor([firstOf(all, digit)])), 0);          // [3, 1, 28, 28]
    const small = avgPool2d(images, 2);                                                     // [3, 1, 14, 14]
    const table = flatten(small, 1);                                                        // [3, 196]
    const values = Float32Array.from(await small.data());
    yield pictures("digits", await Promise.all(chosen.map(async (digit, i) => ({
      png: await planePng(values.subarray(i * 196, (i + 1) * 196), 14, "grey", 8), title: String(digit), alt: t(`Chữ số ${digit} viết tay`, `A handwritten ${digit}`),
    }))), 3);
    yield pictures("rows", await Promise.all(chosen.map(async (digit, i) => ({
      png: await planePng(values.subarray(i * 196, (i + 1) * 196), 196, "grey", 4), title: t(`chữ số ${digit} dưới mắt MLP`, `the ${digit}, as an MLP sees it`), alt: t("Một hàng 196 ô xám", "A row of 196 grey cells"),
    }))), 1);
    check(t("ba ảnh", "three pictures"), [...small.shape], [3, 1, 14, 14]);
    check(t("ba hàng 196 số", "three rows of 196"), [...table.shape], [3, 196]);
    const [cells, picture] = [await grid(table), await list(small)];
    check(t("hàng là ảnh, đọc từ trái sang phải", "a row is the picture, read left to right"), cells.flat(), picture);
    check.atMost(t("giá trị lớn nhất", "greatest value"), Math.max(...picture), 255);
    check.atLeast(t("giá trị nhỏ nhất", "least value"), Math.min(...picture), 0);
    yield matrices([{ title: t("12 cột giữa của bảng", "12 columns from the middle"), cells: cells.map((row) => row.slice(88, 100)), digits: 0, colours: "grey" }]);
    yield takeaway("Dát phẳng không mất con số nào, nhưng mất hình: ai là hàng xóm của ai.", "Flattening loses no number, but it loses the picture: who is whose neighbour.");
  },
};
