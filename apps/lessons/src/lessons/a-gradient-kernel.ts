import { conv2d, conv2dGradWeight, gradCheck, sub } from "convoke";
import { code, matrices, show, slide, takeaway, text } from "../blocks/make.js";
import { math, partial, sub as index, sum } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { exact, example, finiteDifferences, loss } from "./backprop-example.js";

export const gradientKernel: Lesson = {
  id: "A-4.1",
  title: t("Gradient của kernel là một phép tương quan chéo", "The kernel's gradient is a cross-correlation"),
  async *run({ check }) {
    yield text(
      `Lượt đi, mạng nhìn bức ảnh. Lượt về, nó tự kiểm điểm: *mỗi trọng số đã góp bao nhiêu vào sai số?* Lấy một lớp tích chập nhỏ, Y = X ⊛ K, và hàm mất mát L = ½ Σ (Y − T)², với T là điều ta mong muốn. Khi ấy “bản đồ lỗi” là ∂L/∂Y = Y − T.`,
      `On the way forward the network looks at the picture. On the way back it examines itself: *how much did each weight contribute to the error?* Take a small convolution, Y = X ⊛ K, and the loss L = ½ Σ (Y − T)², where T is what we want. Then the “error map” is ∂L/∂Y = Y − T.`,
    );
    const [input, kernel] = [exact(example.input), exact(example.kernel, true)];
    const output = conv2d(input, kernel);
    const error = sub(output, exact(example.target)).detach();
    yield matrices([{ title: "X", cells: example.input }, "⊛", { title: "K", cells: example.kernel }, "=", { title: "Y", cells: await grid(output) }, "−", { title: "T", cells: example.target }, "=", { title: "∂L/∂Y", cells: await grid(error), colours: "signed" }]);
    yield text(
      `Một trọng số của K được dùng ở **mọi** vị trí mà kernel đi qua, nên gradient của nó là tổng trên toàn bản đồ:`,
      `A weight of K is used at **every** place that the kernel visits, so its gradient is a sum over the whole map:`,
    );
    yield show(math`${partial("L", index("K", "i, j"))} = ${sum("m, n")} ${partial("L", index("Y", "m, n"))} · ${index("X", "m+i, n+j")}`);
    yield text(
      `Nhìn kỹ công thức: nó trượt bản đồ lỗi trên ảnh, nhân và cộng. Đó chính là **tương quan chéo của X với ∂L/∂Y** – cùng phép toán \`conv2d\` của lượt đi, chỉ thay kernel bằng bản đồ lỗi. Nơi ảnh lớn *và* lỗi lớn, trọng số ấy phải sửa nhiều nhất.`,
      `Look closely: the error map slides over the picture, multiplies and adds. It is the **cross-correlation of X with ∂L/∂Y**, the very \`conv2d\` of the way forward with the error map in the kernel's place. Where picture *and* error are large, that weight must change most.`,
    );
    const gradient = await grid(conv2d(input, error));
    yield slide({ input: example.input, kernel: await grid(error), output: gradient, digits: 0, names: ["X", "∂L/∂Y", "∂L/∂K"] });

    loss(input, kernel).backward();
    const numeric = await finiteDifferences(example.kernel, (moved) => loss(input, moved));
    check(t("conv2d(X, ∂L/∂Y) bằng autograd", "conv2d(X, ∂L/∂Y) equals autograd"), gradient, await grid(kernel.grad!), 1e-12);
    check(t("… bằng sai phân hữu hạn", "… equals finite differences"), gradient, numeric, 1e-6);
    check(t("… bằng conv2dGradWeight", "… equals conv2dGradWeight"), await grid(conv2dGradWeight(error, input, [1, 1, 3, 3])), gradient, 1e-12);
    check(t("∂L/∂K[0, 0] tính tay: Σ X · lỗi", "∂L/∂K[0, 0] by hand: Σ X · error"), gradient[0]![0]!, (await grid(error)).flatMap((row, r) => row.map((value, c) => value * example.input[r]![c]!)).reduce((a, b) => a + b, 0), 1e-12);
    const worst = await gradCheck((x, w) => conv2d(x, w), [exact(example.input, true), exact(example.kernel, true)]);
    check.atMost(t("gradCheck: sai số tương đối lớn nhất", "gradCheck: the greatest relative error"), worst, 1e-6);
    yield code(`loss(input, kernel).backward();
kernel.grad;                        // autograd
conv2d(input, gradOutput);          // the same numbers: X ⊛ ∂L/∂Y
await gradCheck((x, w) => conv2d(x, w), [x, w]);`);
    yield takeaway("Muốn biết sửa kernel thế nào: ướm bản đồ lỗi lên ảnh đầu vào, nhân và cộng.", "To know how to change the kernel: lay the error map on the input, multiply and add.");
  },
};
