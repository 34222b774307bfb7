import { add, conv2d, Generator, mean, mul, nn, noGrad, optim, permute, relu, slice, square, sub, tidy, randn, type Tensor } from "convoke";
import { bars, code, heading, show, takeaway, text } from "../blocks/make.js";
import { math, sub as index, sum } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { list } from "../numbers.js";

const channels = { eye: 10, nose: 150 };

/** How well a 1×1 convolution, trained for `steps`, finds "eye and nose" in these channels: mean squared error at the end. */
async function learn(input: Tensor, target: Tensor, generator: Generator, steps: number): Promise<{ error: number; layer: nn.Conv2d }> {
  const layer = new nn.Conv2d(input.shape[1]!, 1, 1, { generator });
  const optimizer = new optim.Adam(nn.parameters(layer), { lr: 0.05 });
  const error = (): Tensor => mean(square(sub(layer.forward(input), target)));
  for (let step = 0; step < steps; step++) {
    tidy(() => {
      optimizer.zeroGrad();
      error().backward();
      optimizer.step();
    });
  }
  return { error: await noGrad(error).item(), layer };
}

export const oneByOne: Lesson = {
  id: "A-5.1",
  title: t("Tích chập 1×1: tóm tắt chứ không vứt bỏ", "1×1 convolution: summarise, do not throw away"),
  async *run({ check }) {
    yield text(
      `Mạng càng sâu càng nhiều kênh: 64, 192, 480… Trước một lớp 3 × 3 đắt đỏ ta muốn bớt kênh, ví dụ từ 192 xuống 64. Cách dở: vứt 128 bộ lọc. Cách hay: để mạng **tự học cách tóm tắt** 192 kênh thành 64 – bằng một kernel 1 × 1.
       “1 × 1” nghe như chẳng làm gì. Nhưng kernel ấy không phẳng: nó là một que xiên dài 1 × 1 × 192, xuyên qua *mọi* kênh tại một pixel.`,
      `The deeper a network, the more channels: 64, 192, 480 … Before an expensive 3 × 3 layer one wants fewer, say 64 instead of 192. The poor way: drop 128 filters. The good way: let the network **learn to summarise** 192 channels in 64, with kernels of 1 × 1.
       “1 × 1” sounds like nothing. But the kernel is not flat: it is a skewer of 1 × 1 × 192 through *all* channels at one pixel.`,
    );
    const generator = new Generator(5);
    const input = randn([2, 192, 28, 28], { generator });
    const layer = new nn.Conv2d(192, 64, 1, { generator });
    const output = layer.forward(input);
    check(t("H × W giữ nguyên, 192 kênh thành 64", "H × W stays, 192 channels become 64"), [...output.shape], [2, 64, 28, 28]);
    check(t("kích thước trọng số", "shape of the weight"), [...layer.weight.shape], [64, 192, 1, 1]);
    yield code(`const layer = new nn.Conv2d(192, 64, 1);
layer.forward(input);   // [2, 192, 28, 28] → [2, 64, 28, 28]`);

    yield heading("Một nơ-ron cho mỗi pixel", "One neuron for every pixel");
    yield show(math`${index("Y", "c'")}(x, y) = σ( ${sum("c")} ${index("W", "c', c")} · ${index("X", "c")}(x, y) + ${index("b", "c'")} )`);
    const [x, y] = [9, 4];
    const [pixel, weights, bias] = [await list(slice(input, 0, null, y, x)), await list(slice(layer.weight, 0)), await list(layer.bias!)];
    const byHand = Math.max(0, pixel.reduce((total, value, c) => total + value * weights[c]!, bias[0]!));
    check(t(`pixel (${x}, ${y}), kênh 0: σ(Σ W·x + b) tính tay`, `pixel (${x}, ${y}), channel 0: σ(Σ W·x + b) by hand`), await slice(relu(output), 0, 0, y, x).item(), byHand, 1e-4);
    const linear = new nn.Linear(192, 64);
    nn.loadStateDict(linear, { weight: layer.weight.reshape([64, 192]), bias: layer.bias! });
    const everywhere = permute(linear.forward(permute(input, [0, 2, 3, 1])), [0, 3, 1, 2]);          // the same neurons at each of the 2·28·28 pixels
    check(t("bằng một lớp Linear(192, 64) đặt ở mỗi pixel", "equals a Linear(192, 64) at every pixel"), await list(everywhere), await list(output), 1e-4);
    yield text(
      `Vậy 1×1 là một mạng nối đầy đủ tí hon, cùng bộ trọng số, đặt lên từng pixel. Người ta còn gọi nó là *pointwise convolution* (tích chập điểm), hay *cross-channel parametric pooling* – gộp theo chiều kênh, có tham số.`,
      `So a 1×1 is a tiny fully connected network, the same weights, at every pixel. It is also called *pointwise convolution*, or *cross-channel parametric pooling*: pooling across channels, with parameters.`,
    );

    yield heading("Tóm tắt và vứt bỏ, đem ra thi", "Summarising against dropping, a contest");
    const small = randn([4, 192, 12, 12], { generator });
    const channel = (c: number): Tensor => slice(small, null, [c, c + 1]);
    const face = add(mul(channel(channels.eye), 0.5), mul(channel(channels.nose), 0.5));
    const kept = slice(small, null, [0, 64]);
    const [summarised, dropped] = [await learn(small, face, generator, 150), await learn(kept, face, generator, 150)];
    yield text(
      `Giả sử kênh ${channels.eye} báo “có mắt”, kênh ${channels.nose} báo “có mũi”, các kênh còn lại là nhiễu; và ta cần một kênh “khuôn mặt” = trung bình của hai kênh ấy. Một tích chập 1×1 học trên đủ 192 kênh; một cái khác chỉ được giữ 64 kênh đầu, tức đã vứt mất mũi.`,
      `Say channel ${channels.eye} reports “an eye”, channel ${channels.nose} “a nose”, and all others are noise; what is wanted is a channel “face”, the mean of the two. One 1×1 convolution learns from all 192 channels; another may keep only the first 64, and has thrown the nose away.`,
    );
    yield bars([
      { label: t("tóm tắt cả 192 kênh", "summarise all 192"), value: summarised.error },
      { label: t("vứt 128, giữ 64 kênh", "drop 128, keep 64"), value: dropped.error },
    ], t("Sai số bình phương trung bình sau 150 bước học. Thứ đã vứt đi thì không học lại được.", "Mean squared error after 150 steps of learning. What was thrown away cannot be learnt back."));
    const learnt = await list(summarised.layer.weight);
    check.atMost(t("tóm tắt: sai số", "summarised: error"), summarised.error, 0.01);
    check.atLeast(t("vứt bỏ: sai số", "dropped: error"), dropped.error, 0.1);
    check(t("trọng số học được cho mắt", "the weight it learnt for the eye"), learnt[channels.eye]!, 0.5, 0.05);
    check(t("… và cho mũi", "… and for the nose"), learnt[channels.nose]!, 0.5, 0.05);
    check(t("1×1 viết bằng conv2d", "the 1×1 as conv2d"), await list(conv2d(small, summarised.layer.weight, summarised.layer.bias)), await list(summarised.layer.forward(small)), 1e-5);
    yield takeaway("Kernel 3×3 nhìn hàng xóm; kernel 1×1 nhìn xuyên các kênh, và tự học nên giữ gì.", "A 3×3 kernel looks at neighbours; a 1×1 kernel looks through the channels, and learns what to keep.");
  },
};
