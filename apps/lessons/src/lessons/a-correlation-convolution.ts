import { conv2d, convolve2d, Generator, pad, randn, rot180 } from "convoke";
import { code, correction, matrices, show, table, takeaway, text } from "../blocks/make.js";
import { math, sub, sum } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid, list } from "../numbers.js";
import { asImage } from "./the-x.js";

export const correlationConvolution: Lesson = {
  id: "A-4.4",
  title: t("Tương quan chéo và tích chập", "Cross-correlation and convolution"),
  async *run({ check }) {
    yield text(
      `“Mạng tích chập” thật ra không tích chập. Sách toán yêu cầu **lật kernel 180°** rồi mới trượt; thư viện học sâu trượt thẳng, không lật – tên đúng của việc đó là **tương quan chéo** (cross-correlation). Convoke có cả hai: \`conv2d\` (không lật, như PyTorch) và \`convolve2d\` (có lật).`,
      `“Convolutional networks” do not convolve. Mathematics asks to **turn the kernel by 180°** before it slides; deep learning libraries slide it as it is, and the right name of that is **cross-correlation**. Convoke has both: \`conv2d\` (unturned, like PyTorch) and \`convolve2d\` (turned).`,
    );
    yield show(math`(X ⊛ K)${sub("", "i, j")} = ${sum("m, n")} ${sub("X", "i+m, j+n")} ${sub("K", "m, n")}`, math`(X ∗ K)${sub("", "i, j")} = ${sum("m, n")} ${sub("X", "i−m, j−n")} ${sub("K", "m, n")}`);
    const kernel = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
    const dot = Array.from({ length: 5 }, (_, r) => Array.from({ length: 5 }, (_, c) => (r === 2 && c === 2 ? 1 : 0)));
    const [correlated, convolved] = [await grid(conv2d(asImage(dot), asImage(kernel))), await grid(convolve2d(asImage(dot), asImage(kernel)))];
    yield text(
      `Cách thấy rõ nhất: cho cả hai nhìn một chấm sáng duy nhất. Tích chập *in lại* kernel tại chỗ chấm sáng. Tương quan chéo in nó ra lộn ngược.`,
      `The clearest way to see it: show both a single bright dot. Convolution *prints* the kernel where the dot is. Cross-correlation prints it upside down.`,
    );
    yield matrices([{ title: t("một chấm", "a dot"), cells: dot, colours: "signed" }, { title: "K", cells: kernel }, { title: "conv2d", cells: correlated }, { title: "convolve2d", cells: convolved }]);
    check(t("conv2d của chấm: kernel lộn ngược", "conv2d of the dot: the kernel upside down"), correlated, [[9, 8, 7], [6, 5, 4], [3, 2, 1]]);
    check(t("convolve2d của chấm: chính kernel", "convolve2d of the dot: the kernel itself"), convolved, kernel);

    const generator = new Generator(4);
    const [x, k] = [randn([2, 3, 8, 8], { generator }), randn([4, 3, 3, 3], { generator })];
    check("convolve2d(x, k) = conv2d(x, rot180(k))", await list(convolve2d(x, k)), await list(conv2d(x, rot180(k))), 1e-5);
    check("conv2d(x, k) = convolve2d(x, rot180(k))", await list(conv2d(x, k)), await list(convolve2d(x, rot180(k))), 1e-5);
    const [small, large] = [randn([1, 1, 3, 3], { generator }), randn([1, 1, 5, 5], { generator })];
    const full = (a: typeof small, b: typeof small, slide: typeof conv2d): Promise<number[][]> => {
      const margin = b.shape[2]! - 1;
      return grid(slide(pad(a, [margin, margin, margin, margin]), b));
    };
    check(t("tích chập giao hoán: x ∗ k = k ∗ x", "convolution commutes: x ∗ k = k ∗ x"), await full(large, small, convolve2d), await full(small, large, convolve2d), 1e-5);
    const [ab, ba] = [await full(large, small, conv2d), await full(small, large, conv2d)];
    const apart = Math.max(...ab.flatMap((row, r) => row.map((value, c) => Math.abs(value - ba[r]![c]!))));
    check.atLeast(t("tương quan chéo thì không: chênh đến", "cross-correlation does not: they differ by up to"), apart, 0.5);
    yield code(`conv2d(x, k);              // cross-correlation: PyTorch's conv2d
convolve2d(x, k);          // true convolution: scipy.signal.convolve2d
conv2d(x, rot180(k));      // the same as convolve2d(x, k)`);
    yield table([t("lúc nào", "when"), t("tương quan chéo (conv2d)", "cross-correlation (conv2d)"), t("tích chập (convolve2d)", "convolution (convolve2d)")], [
      [t("lượt đi: Y", "forward: Y"), "conv2d(X, K)", "convolve2d(X, rot180(K))"],
      ["∂L/∂K", "conv2d(X, ∂L/∂Y)", "convolve2d(X, rot180(∂L/∂Y))"],
      ["∂L/∂X", "conv2d(pad(∂L/∂Y), rot180(K))", "convolve2d(pad(∂L/∂Y), K)"],
    ], t("Mỗi dòng viết được bằng cả hai phép; dùng bên nào cũng được, miễn đừng lẫn.", "Each line can be written with either; take the one you like, but do not mix them."));
    yield correction(
      `Tài liệu A nói thư viện bỏ bước lật “để giảm chi phí tính toán”. Lật một kernel 3 × 3 hầu như không tốn gì (trong Convoke, \`rot180\` không chép một số nào). Lý do thật: kernel **được học**. Mạng học với phép này sẽ được đúng kernel của phép kia, chỉ xoay 180°, và cho ra cùng kết quả – nên chẳng ai buồn lật.`,
      `Document A says that libraries leave the turn out “to save computation”. Turning a 3 × 3 kernel costs next to nothing (Convoke's \`rot180\` copies not a single number). The real reason: kernels **are learnt**. A network trained with one operation finds the kernels of the other, turned by 180°, with the same results, so nobody bothers.`,
    );
    yield takeaway("Trong học sâu, “convolution” nghĩa là tương quan chéo – trừ khi bạn lấy đạo hàm theo đầu vào.", "In deep learning “convolution” means cross-correlation, except when you take the derivative by the input.");
  },
};
