import { add, conv2d, Generator, nn, slice, tensor } from "convoke";
import { code, matrices, pictures, show, takeaway, text } from "../blocks/make.js";
import { math, sub, sum } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import { firstOf } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { grid, list } from "../numbers.js";
import { planePng } from "../planes.js";

/** What the slide's PyTorch printed. */
const printed = { weight: [[0.093, 0.1602, 0.1177], [-0.0802, -0.0701, -0.2747], [0.1806, 0.2647, 0.2281]], bias: -0.2351 };

export const convLayer: Lesson = {
  id: "B-conv2d",
  title: t("Conv2d: một lớp tích chập và chữ số 5", "Conv2d: one convolution and a digit 5"),
  async *run({ check, digits }) {
    yield text(
      `\`Conv2d(1, 1, 3)\`: một kênh vào, một kênh ra, kernel 3 × 3. Lớp mới sinh đã có trọng số – ngẫu nhiên, nhưng không tuỳ tiện: PyTorch và Convoke rút chúng đều trong khoảng ±1/√(số đầu vào của một nơ-ron) = ±1/√9 = ±⅓. Mọi số mà slide in ra đều nằm trong khoảng ấy.`,
      `\`Conv2d(1, 1, 3)\`: one channel in, one out, a kernel of 3 × 3. A newborn layer has weights already, random but not arbitrary: PyTorch and Convoke draw them evenly from ±1/√(inputs of a neuron) = ±1/√9 = ±⅓. All numbers that the slide prints lie within.`,
    );
    const drawn = new nn.Conv2d(1, 2000, 3, { generator: new Generator(1) });
    const [weights, biases] = [await list(drawn.weight), await list(drawn.bias!)];
    const deviation = (values: number[]): number => Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length);
    check.atMost(t("lớn nhất trong 18,000 trọng số", "greatest of 18,000 weights"), Math.max(...weights.map(Math.abs)), 1 / 3);
    check.atLeast(t("… và gần hết khoảng được dùng", "… and nearly all of the range is used"), Math.max(...weights.map(Math.abs)), 0.33);
    check(t("độ lệch chuẩn của trọng số: (1/3)/√3", "standard deviation of the weights: (1/3)/√3"), deviation(weights), 1 / 3 / Math.sqrt(3), 0.003);
    check(t("độ lệch chuẩn của bias", "standard deviation of the biases"), deviation(biases), 1 / 3 / Math.sqrt(3), 0.01);
    check.atMost(t("số in trên slide, lớn nhất", "the slide's numbers, greatest"), Math.max(...printed.weight.flat().map(Math.abs), -printed.bias), 1 / 3);

    const layer = new nn.Conv2d(1, 1, 3);
    nn.loadStateDict(layer, { weight: tensor([[printed.weight]]), bias: tensor([printed.bias]) });
    yield code(`const layer = new nn.Conv2d(1, 1, 3);
nn.loadStateDict(layer, { weight: tensor([[…]]), bias: tensor([-0.2351]) });
layer.forward(digit);   // [1, 28, 28] → [1, 26, 26]`);
    const five = tensor([firstOf(await digits(), 5)]).div(255);                             // [1, 28, 28]
    const map = layer.forward(five);
    yield matrices([{ title: t("trọng số của slide", "the slide's weight"), cells: printed.weight, digits: 4, colours: "signed" }, { title: "bias", cells: [[printed.bias]], digits: 4, colours: "signed" }]);
    yield pictures("digit-five", [
      { png: await planePng(Float32Array.from(await five.data()), 28, "grey", 8), title: t("chữ số 5, 28 × 28", "the digit 5, 28 × 28"), alt: t("Chữ số 5 viết tay", "A handwritten 5") },
      { png: await planePng(Float32Array.from(await map.data()), 26, "signed", 8), title: t("feature map, 26 × 26", "feature map, 26 × 26"), alt: t("Đường viền của chữ số 5", "The outlines of the 5") },
    ], 2, t("Kernel ngẫu nhiên này tình cờ thích cạnh ngang: trọng số âm ở hàng giữa, dương ở hàng dưới. Đỏ: dương; xanh: âm.", "This random kernel happens to like horizontal edges: negative weights in the middle row, positive ones below. Red: positive; blue: negative."));
    yield show(math`z = b + ${sum("j")} ${sub("w", "j")} ${sub("x", "j")}`);
    check(t("28 × 28 → 26 × 26", "28 × 28 → 26 × 26"), [...map.shape], [1, 26, 26]);
    const [values, pixels] = [await grid(map), await grid(five)];
    const background = values[0]![0]!;
    check(t("nền đen: chỉ còn bias", "on black ground only the bias is left"), background, printed.bias, 1e-6);
    const strongest = values.flat().reduce((best, value, i, all) => (Math.abs(value) > Math.abs(all[best]!) ? i : best), 0);
    const [row, column] = [Math.floor(strongest / 26), strongest % 26];
    const byHand = printed.weight.flatMap((line, r) => line.map((weight, c) => weight * pixels[row + r]![column + c]!)).reduce((a, b) => a + b, printed.bias);
    check(t(`ô mạnh nhất, (${row}, ${column}), tính tay: b + Σ w·x`, `the strongest cell, (${row}, ${column}), by hand: b + Σ w·x`), values[row]![column]!, byHand, 1e-5);
    const shifted = conv2d(tensor([firstOf(await digits(), 5).map((line) => [0, 0, ...line.slice(0, 26)])]).div(255), layer.weight, layer.bias);
    check(t("dời ảnh 2 cột thì bản đồ dời 2 cột (đẳng biến)", "move the picture by 2 columns and the map moves by 2 (equivariance)"), await list(slice(shifted, 0, null, [4, 26])), await list(slice(map, 0, null, [2, 24])), 1e-5);
    check(t("bias cộng vào mọi ô", "the bias is added to every cell"), await list(map), await list(add(conv2d(five, layer.weight), printed.bias)), 1e-6);
    yield takeaway("Cùng chín trọng số cho mọi vị trí: dời chữ số, bản đồ dời theo.", "The same nine weights everywhere: move the digit, and the map moves along.");
  },
};
