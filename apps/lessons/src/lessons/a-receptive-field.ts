import { avgPool2d, conv2d, grad, inspect, nn, ones, slice, type Tensor, zeros } from "convoke";
import { pictures, show, table, takeaway, text } from "../blocks/make.js";
import { math, sub } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { planePng } from "../planes.js";

type Step = "conv" | "pool";
const size = 40;

/** Kernels of ones, so that nothing cancels. Average pooling looks through the same windows as max pooling. */
const apply = { conv: (x: Tensor): Tensor => conv2d(x, ones([1, 1, 3, 3]), null, { padding: 1 }), pool: (x: Tensor): Tensor => avgPool2d(x, 2) };

/** ∂(one output cell in the middle) / ∂(input): where it is not 0, that cell sees the input. */
async function seen(steps: readonly Step[]): Promise<number[][]> {
  const input = zeros([1, 1, size, size], { requiresGrad: true });
  const output = steps.reduce((x, step) => apply[step](x), input);
  const middle = Math.floor(output.shape[3]! / 2);
  const [gradient] = grad(slice(output, 0, 0, middle, middle), [input]);
  return grid(gradient!);
}

const extent = (gradient: readonly (readonly number[])[]): number => gradient.filter((row) => row.some((value) => value !== 0)).length;

/** r ← r + (k − 1)·j, j ← j·s */
function byFormula(steps: readonly Step[]): number[] {
  let [field, jump] = [1, 1];
  return steps.map((step) => {
    field += ((step === "conv" ? 3 : 2) - 1) * jump;
    jump *= step === "conv" ? 1 : 2;
    return field;
  });
}

/** What the library's summary says of the same layers, with max pooling. */
function bySummary(steps: readonly Step[]): number[] {
  const net = new nn.Sequential(...steps.map((step) => (step === "conv" ? new nn.Conv2d(1, 1, 3, 1, 1) : new nn.MaxPool2d(2))));
  return inspect.summary(net, [1, 1, size, size]).model.children.map((row) => row.receptiveField!.height.size!);
}

export const receptiveField: Lesson = {
  id: "A-3.3",
  title: t("Trường tiếp nhận: tầm nhìn mở rộng dần", "Receptive field: how far a neuron sees"),
  async *run({ check }) {
    yield text(
      `Một ô của lớp tích chập thứ nhất nhìn 3 × 3 pixel, không hơn. Nhưng lớp sau nhìn 3 × 3 *ô của lớp trước*, và mỗi ô ấy lại nhìn 3 × 3 pixel. Xếp chồng lớp lên nhau, **trường tiếp nhận** (receptive field) lớn dần; mỗi lần gộp, bước chân trên ảnh gốc (j) lại dài gấp đôi.`,
      `A cell of the first convolution sees 3 × 3 pixels, no more. But the next layer sees 3 × 3 *cells of the layer before*, each of which sees 3 × 3 pixels. Stack layers and the **receptive field** grows; every pooling doubles the length of a step on the picture (j).`,
    );
    yield show(math`${sub("r", "l")} = ${sub("r", "l−1")} + (k − 1) · ${sub("j", "l−1")}`, math`${sub("j", "l")} = ${sub("j", "l−1")} · s`);
    yield text(
      `Ta có thể *đo* nó thay vì tin công thức: lấy đạo hàm của một ô đầu ra theo từng pixel đầu vào. Pixel nào có đạo hàm khác 0 thì ô ấy nhìn thấy pixel đó.`,
      `It can be *measured*, so there is no need to believe the formula: take the derivative of one output cell with respect to every input pixel. A pixel with a derivative other than 0 is seen.`,
    );
    const stacks: readonly (readonly Step[])[] = [["conv", "pool", "conv", "conv"], ["conv", "pool", "conv", "pool", "conv"]];
    const published = [[3, 4, 8, 12], [3, 4, 8, 10, 18]];
    for (const [i, stack] of stacks.entries()) {
      const maps = await Promise.all(stack.map((_, end) => seen(stack.slice(0, end + 1))));
      const measured = maps.map(extent);
      check(t(`đo bằng đạo hàm: ${stack.join("–")}`, `measured by derivatives: ${stack.join("–")}`), measured, published[i]!);
      check(t(`theo công thức: ${stack.join("–")}`, `by the formula: ${stack.join("–")}`), byFormula(stack), published[i]!);
      check("inspect.summary", bySummary(stack), published[i]!);
      yield table([t("sau lớp", "after layer"), ...stack.map((step, end) => `${end + 1}. ${step}`)], [
        [t("trường tiếp nhận (đo)", "receptive field (measured)"), ...measured.map((field) => `${field} × ${field}`)], [t("theo công thức", "by the formula"), ...byFormula(stack).map((field) => `${field} × ${field}`)],
      ]);
      if (i > 0) continue;
      yield pictures("receptive-field", await Promise.all(maps.map(async (map, end) => ({
        png: await planePng(Float32Array.from(map.flat()), size, "signed", 4), title: `${end + 1}. ${stack[end]}: ${measured[end]} × ${measured[end]}`,
        alt: t(`Vùng ${measured[end]} × ${measured[end]} pixel giữa ảnh`, `A region of ${measured[end]} × ${measured[end]} pixels in the middle`),
      }))), 4, t("Ô đầu ra ở giữa nhìn thấy phần nào của ảnh 40 × 40. Càng đậm, ảnh hưởng càng lớn: pixel ở giữa đi tới ô ấy bằng nhiều con đường hơn.", "What the middle output cell sees of a 40 × 40 picture. The darker, the stronger: pixels in the middle reach it by more paths."));
    }
    yield takeaway("Kernel nhỏ xếp chồng thì nhìn được xa: lớp sâu thấy cả vật thể dù mỗi kernel chỉ 3 × 3.", "Small kernels, stacked, see far: deep layers see whole objects although each kernel is 3 × 3.");
  },
};
