import { crossEntropy, Generator, inspect, type Layer, nn, plot, randint, randn, type Tensor } from "convoke";
import { drawing, show, table, takeaway, text } from "../blocks/make.js";
import { frac, math, sup } from "../blocks/math.js";
import { plotWords } from "../blocks/plot-words.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

const depth = 12;
const width = 64;

/** A deep net, with the initial weights that suit it: Xavier's for sigmoid, He's for ReLU. */
function deepNet(activation: Layer, fill: (weight: nn.Linear["weight"]) => void): nn.Sequential {
  const layers = Array.from({ length: depth }, (_, i) => new nn.Linear(width, i === depth - 1 ? 10 : width));
  for (const { weight } of layers) fill(weight);
  return new nn.Sequential(...layers.flatMap((layer, i) => (i === depth - 1 ? [layer] : [layer, activation])));
}

/** ‖∂L/∂parameters‖ of every layer, first to last. */
async function gradientNorms(net: nn.Sequential, input: Tensor, labels: Tensor): Promise<number[]> {
  crossEntropy(net.forward(input), labels).backward();
  return (await inspect.gradientNorms(net)).map(({ norm }) => norm!);
}

export const vanishingGradient: Lesson = {
  id: "A-3.2b",
  title: t("Gradient biến mất: ReLU và sigmoid", "Vanishing gradients: ReLU against sigmoid"),
  async *run({ check }) {
    yield text(
      `Mạng học bằng cách gửi sai số đi *ngược* từ lớp cuối về lớp đầu. Qua mỗi lớp, sai số bị nhân với đạo hàm của hàm kích hoạt. Đạo hàm của sigmoid không bao giờ quá ¼; mười một lần nhân với ¼ là chia cho bốn triệu.
       Đạo hàm của ReLU ở phía dương bằng đúng 1: cổng mở thì tín hiệu đi qua nguyên vẹn.`,
      `A network learns by sending its error *backwards*, from the last layer to the first. At every layer the error is multiplied with the slope of the activation. Sigmoid's slope is never more than ¼; eleven times ¼ is a division by four million.
       ReLU's slope on the positive side is exactly 1: where the gate is open, the signal passes whole.`,
    );
    yield show(math`σ'(z) = σ(z) (1 − σ(z)) ≤ ${frac(1, 4)}`, math`${sup(math`(${frac(1, 4)})`, 11)} ≈ 2.4 · ${sup(10, "−7")}`);
    const generator = new Generator(7);
    const [input, labels] = [randn([128, width], { generator }), randint(0, 10, [128], { generator })];
    const sigmoid = await gradientNorms(deepNet(new nn.Sigmoid(), (weight) => nn.init.xavierNormal(weight, { generator })), input, labels);
    const relu = await gradientNorms(deepNet(new nn.ReLU(), (weight) => nn.init.kaimingNormal(weight, { nonlinearity: "relu", generator })), input, labels);
    const words = { vi: ["Độ lớn của gradient ở mỗi lớp", "lớp (1 là lớp đầu)", "‖gradient‖, thang log"], en: ["Size of the gradient in each layer", "layer (1 is the first)", "‖gradient‖, log scale"] } as const;
    const points = (norms: readonly number[]): [number, number][] => norms.map((norm, i) => [i + 1, norm]);
    yield drawing("gradient-norms", (language, pixels) => {
      const [title, xLabel, yLabel] = words[language];
      return plot.lineChart({ title, xLabel, yLabel, yScale: "log", width: pixels, height: 360, words: plotWords[language], series: [{ name: "ReLU", points: points(relu) }, { name: "sigmoid", points: points(sigmoid) }] });
    }, t(`Mạng ${depth} lớp, chưa huấn luyện, mỗi bên dùng cách khởi tạo hợp với nó (Xavier cho sigmoid, He cho ReLU). Trục đứng theo thang log: đi xuống đều là nhỏ đi theo cấp số nhân.`, `A net of ${depth} layers before training, each with the initial weights that suit it (Xavier's for sigmoid, He's for ReLU). The vertical axis is logarithmic: a straight way down is a product of small factors.`));
    const [lostBySigmoid, lostByRelu] = [sigmoid[0]! / sigmoid.at(-1)!, relu[0]! / relu.at(-1)!];
    check(t("một gradient cho mỗi lớp", "one gradient for each layer"), [sigmoid.length, relu.length], [depth, depth]);
    yield table(["", t("lớp 1", "layer 1"), t(`lớp ${depth}`, `layer ${depth}`), t("tỉ số", "ratio")], [
      ["sigmoid", sigmoid[0]!.toExponential(1), sigmoid.at(-1)!.toFixed(2), lostBySigmoid.toExponential(1)],
      ["ReLU", relu[0]!.toFixed(2), relu.at(-1)!.toFixed(2), lostByRelu.toFixed(2)],
    ]);
    check.atMost(t("sigmoid: gradient lớp đầu / lớp cuối", "sigmoid: gradient of the first layer / of the last"), lostBySigmoid, 1e-5);
    check.atLeast(t("ReLU: gradient lớp đầu / lớp cuối", "ReLU: gradient of the first layer / of the last"), lostByRelu, 0.1);
    yield text(
      `Nói cho công bằng: ReLU chỉ giải quyết nửa phần của hàm kích hoạt. Nửa còn lại là độ lớn của trọng số – vì thế mới cần cách khởi tạo của He, chuẩn hoá theo lô và kết nối tắt. Và một nơ-ron ReLU âm với mọi ảnh thì không nhận gradient nào nữa: nó “chết”.`,
      `To be fair: ReLU settles the activation's half of the matter. The other half is the size of the weights, which is why there are He's initial weights, batch normalisation and skip connections. And a ReLU neuron that is negative for every picture gets no gradient any more: it is “dead”.`,
    );
    yield takeaway("Đạo hàm nhân với nhau qua từng lớp. Nhân nhiều số nhỏ thì chẳng còn gì; ReLU nhân với 1.", "Slopes multiply from layer to layer. Many small ones leave nothing; ReLU multiplies by 1.");
  },
};
