import { conv2d, conv2dGradInput, convolve2d, flip, ones, pad, rot180, squeeze, sub, zeros } from "convoke";
import { correction, heading, matrices, show, slide, takeaway, text } from "../blocks/make.js";
import { math, partial, word } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { exact, example, finiteDifferences, loss } from "./backprop-example.js";

export const gradientInput: Lesson = {
  id: "A-4.3",
  title: t("Gradient của đầu vào và sự thật về rot180", "The input's gradient and the truth about rot180"),
  async *run({ check }) {
    yield text(
      `Sai số còn phải đi tiếp về lớp trước: mỗi pixel của X chịu trách nhiệm bao nhiêu? Một pixel ở giữa tham gia vào chín ô đầu ra, pixel ở góc chỉ một ô. Ở ô đầu ra bên *trên trái* nó, pixel được nhân với trọng số *dưới phải* của kernel; ở ô *dưới phải*, với trọng số *trên trái*. Nhìn từ pixel, kernel bị **xoay 180°**.`,
      `The error must travel on to the layer before: how much is each pixel of X responsible for? A pixel in the middle takes part in nine outputs, one in a corner in a single one. In the output to its *upper left* the pixel met the kernel's *lower right* weight; in the output to its *lower right*, the *upper left* one. Seen from the pixel, the kernel is **turned by 180°**.`,
    );
    const used = await grid(conv2dGradInput(ones([1, 1, 3, 3]), ones([1, 1, 3, 3]), [1, 1, 5, 5]));
    yield matrices([{ title: t("mỗi pixel tham gia mấy ô đầu ra", "how many outputs each pixel takes part in"), cells: used, colours: "signed" }]);
    check(t("góc 1, giữa 9", "corner 1, middle 9"), [used[0]![0]!, used[2]![2]!], [1, 9]);

    const [input, kernel] = [exact(example.input, true), exact(example.kernel)];
    const error = sub(conv2d(input, kernel), exact(example.target)).detach();          // ∂L/∂Y
    const padded = pad(error, [2, 2, 2, 2]);
    const gradient = await grid(conv2d(padded, rot180(kernel)));
    yield heading("Ba bước", "Three steps");
    yield text(
      `- Lót bản đồ lỗi 3 × 3 bằng hai vòng số 0, để kernel chạm được cả góc: 7 × 7.
       - Xoay kernel 180°.
       - Trượt nó (tương quan chéo, như \`conv2d\` vẫn làm): 5 × 5, đúng kích thước của X.`,
      `- Put two rings of zeros around the 3 × 3 error map, so that the kernel reaches the corners: 7 × 7.
       - Turn the kernel by 180°.
       - Slide it (cross-correlation, as \`conv2d\` always does): 5 × 5, the size of X.`,
    );
    yield matrices([{ title: "K", cells: example.kernel }, "↻", { title: "rot180(K)", cells: await grid(rot180(kernel)) }]);
    yield slide({ input: await grid(padded), kernel: await grid(rot180(kernel)), output: gradient, digits: 0, at: [2, 2], names: [t("∂L/∂Y có lề", "∂L/∂Y padded"), "rot180(K)", "∂L/∂X"] });
    yield show(math`${partial("L", "X")} = ${word("pad")}(${partial("L", "Y")}) ⊛ ${word("rot180")}(K)`, math`${partial("L", "X")} = ${word("pad")}(${partial("L", "Y")}) ∗ K`);

    loss(input, kernel).backward();
    const numeric = await finiteDifferences(example.input, (moved) => loss(moved, kernel));
    check(t("tương quan chéo với rot180(K) bằng autograd", "cross-correlation with rot180(K) equals autograd"), gradient, await grid(input.grad!), 1e-12);
    check(t("… bằng sai phân hữu hạn", "… equals finite differences"), gradient, numeric, 1e-6);
    check(t("… bằng tích chập thật với chính K", "… equals true convolution with K itself"), await grid(convolve2d(padded, kernel)), gradient, 1e-12);
    check(t("… bằng conv2dGradInput", "… equals conv2dGradInput"), await grid(conv2dGradInput(error, kernel, [1, 1, 5, 5])), gradient, 1e-12);
    check("rot180 = flip ↔ + flip ↕", await grid(flip(flip(kernel, -1), -2)), await grid(rot180(kernel)));

    const twice = await grid(convolve2d(padded, rot180(kernel)));
    const off = Math.max(...twice.flatMap((row, r) => row.map((value, c) => Math.abs(value - numeric[r]![c]!))));
    yield heading("Xoay hai lần là không xoay", "Turned twice is not turned");
    yield matrices([
      { title: t("sai phân hữu hạn", "finite differences"), cells: numeric, digits: 0, colours: "signed" }, "=", { title: t("∂L/∂X đúng", "the right ∂L/∂X"), cells: gradient, digits: 0, colours: "signed" },
      "≠", { title: t("“tích chập với rot180(K)”", "“convolution with rot180(K)”"), cells: twice, digits: 0, colours: "signed" },
    ]);
    check.atLeast(t("hiểu theo nghĩa đen thì sai lệch đến", "taken literally it is off by up to"), off, 1);
    check(t("hiểu theo nghĩa đen = trượt K không xoay", "taken literally = K slid unturned"), twice, await grid(conv2d(padded, kernel)), 1e-12);
    yield correction(
      `Tài liệu A gọi ∂L/∂X là phép *tích chập* (convolution) với rot180(K). Nhưng tích chập theo nghĩa toán học **đã tự xoay** kernel một lần; thêm rot180 nữa là xoay hai lần, tức không xoay. Sai phân hữu hạn – thứ không biết quy tắc nào – cho thấy kết quả ấy lệch đến ${off.toFixed(0)}.

       Nói đúng: *tương quan chéo* với rot180(K), **hoặc** *tích chập* với K. Một trong hai, đừng cả hai.`,
      `Document A calls ∂L/∂X a *convolution* with rot180(K). But convolution in the mathematical sense **turns the kernel itself** once; another rot180 turns it twice, which is not at all. Finite differences, which know no rule, show that this is off by up to ${off.toFixed(0)}.

       Right is: *cross-correlation* with rot180(K), **or** *convolution* with K. One of them, not both.`,
    );
    const edge = zeros([1, 1, 1, 1]);
    check(t("lề 2 = kích thước kernel − 1", "padding 2 = kernel size − 1"), [...squeeze(pad(edge, [2, 2, 2, 2])).shape], [5, 5]);
    yield takeaway("Đi tới trượt K; đi về trượt K xoay 180° trên bản đồ lỗi có lề.", "Forward, slide K; backward, slide K turned by 180° over the padded error map.");
  },
};
