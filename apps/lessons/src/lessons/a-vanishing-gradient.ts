import { crossEntropy, Generator, type Layer, nn, plot, randint, randn, type Tensor } from "convoke";
import { drawing, show, table, takeaway, text } from "../blocks/make.js";
import { frac, math } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

const depth = 12;
const width = 64;

/** A deep net, with the initial weights that suit its activation: Xavier's for sigmoid, He's for ReLU. */
function deepNet(activation: "sigmoid" | "relu", generator: Generator): nn.Linear[] {
  return Array.from({ length: depth }, (_, i) => {
    const layer = new nn.Linear(width, i === depth - 1 ? 10 : width);
    if (activation === "relu") nn.init.kaimingNormal(layer.weight, { nonlinearity: "relu", generator });
    else nn.init.xavierNormal(layer.weight, { generator });
    return layer;
  });
}

/** ‖∂L/∂weight‖ of every layer, first to last. */
async function gradientNorms(layers: readonly nn.Linear[], activation: Layer, input: Tensor, labels: Tensor): Promise<number[]> {
  const output = layers.reduce((x, layer, i) => (i === depth - 1 ? layer.forward(x) : activation.forward(layer.forward(x))), input);
  crossEntropy(output, labels).backward();
  return Promise.all(layers.map(async (layer) => Math.hypot(...(await layer.weight.grad!.data()))));
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
    yield show(math`σ'(z) = σ(z) (1 − σ(z)) ≤ ${frac(1, 4)}`, math`(${frac(1, 4)})^11 ≈ 2.4 · 10^−7`);
    const generator = new Generator(7);
    const [input, labels] = [randn([128, width], { generator }), randint(0, 10, [128], { generator })];
    const sigmoid = await gradientNorms(deepNet("sigmoid", generator), new nn.Sigmoid(), input, labels);
    const relu = await gradientNorms(deepNet("relu", generator), new nn.ReLU(), input, labels);
    const words = { vi: ["Độ lớn của gradient ở mỗi lớp", "lớp (1 là lớp đầu)", "‖∂L/∂W‖, thang log"], en: ["Size of the gradient in each layer", "layer (1 is the first)", "‖∂L/∂W‖, log scale"] } as const;
    const points = (norms: readonly number[]): [number, number][] => norms.map((norm, i) => [i + 1, norm]);
    yield drawing("gradient-norms", (language, pixels) => {
      const [title, xLabel, yLabel] = words[language];
      return plot.lineChart({ title, xLabel, yLabel, yScale: "log", width: pixels, height: 360, series: [{ name: "ReLU", points: points(relu) }, { name: "sigmoid", points: points(sigmoid) }] });
    }, t(`Mạng ${depth} lớp, chưa huấn luyện, mỗi bên dùng cách khởi tạo hợp với nó (Xavier cho sigmoid, He cho ReLU). Mỗi vạch của trục đứng là mười lần.`, `A net of ${depth} layers before training, each with the initial weights that suit it (Xavier's for sigmoid, He's for ReLU). Each tick of the vertical axis is a factor of ten.`));
    const [lostBySigmoid, lostByRelu] = [sigmoid[0]! / sigmoid.at(-1)!, relu[0]! / relu.at(-1)!];
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
