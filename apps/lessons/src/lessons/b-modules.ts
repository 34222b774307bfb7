import { inspect, models, nn, randn } from "convoke";
import { code, heading, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";

export const modules: Lesson = {
  id: "B-modules",
  title: t("PyTorchCNN: conv_layers và fc_layers", "PyTorchCNN: conv_layers and fc_layers"),
  async *run({ check }) {
    yield text(
      `Mạng CNN của slide gồm hai phần nối nhau trong \`forward\`: **conv_layers** rút đặc trưng (mới), **fc_layers** phân loại (giống MLP). Ở giữa là \`flatten\`. Viết bằng Convoke hay PyTorch đều cùng một hình dáng:`,
      `The slides' CNN has two parts that \`forward\` joins: **conv_layers** extract features (new), **fc_layers** classify (like the MLP). Between them stands \`flatten\`. In Convoke it looks as it does in PyTorch:`,
    );
    yield code(`class PyTorchCNN implements Layer {
  readonly convLayers = new nn.Sequential(
    new nn.Conv2d(3, 12, 3, 1, 1), new nn.MaxPool2d(2),
    new nn.Conv2d(12, 24, 3, 1, 1), new nn.MaxPool2d(2),
  );
  readonly fcLayers = new nn.Sequential(
    new nn.Linear(24 * 16 * 16, 256), new nn.ReLU(),
    new nn.Linear(256, 128), new nn.ReLU(),
    new nn.Linear(128, numClasses),
  );
  forward(x: Tensor) {
    const features = flatten(this.convLayers.forward(x), 1);
    return this.fcLayers.forward(features);
  }
}`);
    const model = new models.PyTorchCNN(10);
    const input = randn([2, 3, 64, 64]);
    const features = model.convLayers.forward(input);
    check(t("đặc trưng sau conv_layers", "features behind conv_layers"), [...features.shape], [2, 24, 16, 16]);
    check(t("điểm của các lớp", "scores"), [...model.forward(input).shape], [2, 10]);
    check(t("24·16·16 đặc trưng vào fc_layers", "24·16·16 features go into fc_layers"), features.shape[1]! * features.shape[2]! * features.shape[3]!, 6_144);
    const keys = Object.keys(nn.stateDict(model));
    check(t("khoá state dict", "state-dict keys"), keys, ["conv_layers.0", "conv_layers.2", "fc_layers.0", "fc_layers.2", "fc_layers.4"].flatMap((key) => [`${key}.weight`, `${key}.bias`]));

    yield heading("Lớp nào học được?", "Which layers learn?");
    const summary = inspect.summary(model, [1, 3, 64, 64]);
    yield code(`inspect.summary(new PyTorchCNN(10), [1, 3, 64, 64]);\n\n${summary.toText({ columns: 76 })}`);
    const rows = summary.model.children.flatMap(({ children }) => children);
    yield table(["", t("lớp", "layer"), t("đầu ra", "output"), t("tham số", "parameters"), t("học được", "trainable")],
      rows.map(({ key, type, outputShape, parameters, trainableParameters }) => [key, type, `[${outputShape!.join(", ")}]`, parameters, trainableParameters > 0 ? "✓" : "–"]));
    check(t("lớp có trọng số", "layers with weights"), rows.filter(({ trainableParameters }) => trainableParameters > 0).map(({ key }) => key), ["conv_layers.0", "conv_layers.2", "fc_layers.0", "fc_layers.2", "fc_layers.4"]);
    check(t("summary: tổng tham số", "summary: all parameters"), summary.totals.trainableParameters, nn.countParameters(model));
    check(t("chúng đều nhận gradient", "all of them get gradients"), nn.parameters(model).every(({ requiresGrad }) => requiresGrad), true);
    const slides = new models.SlidesCnn();
    check(t("CNN của slide cho MNIST: tham số", "the slides' CNN for MNIST: parameters"), nn.countParameters(slides), 206_922);
    check(t("LeNet 8-16: tham số", "LeNet 8-16: parameters"), nn.countParameters(new models.LeNet()), 5_994);
    check(t("cnn-gap: tham số", "cnn-gap: parameters"), nn.countParameters(new models.CnnGap()), 19_162);
    yield text(
      `Chỉ tích chập và Linear có trọng số (*trainable layers*); ReLU, gộp và flatten không có gì để học. Khoá của state dict trùng với PyTorch, nên trọng số đi qua đi lại giữa hai bên được.`,
      `Only convolutions and Linear layers have weights (*trainable layers*); ReLU, pooling and flatten have nothing to learn. The state-dict keys are PyTorch's, so weights can travel both ways.`,
    );
    const share = nn.countParameters(model.fcLayers) / nn.countParameters(model);
    check.atLeast(t("phần tham số nằm ở fc_layers", "share of the parameters in fc_layers"), share, 0.99);
    yield takeaway(`Phần nhìn thì nhẹ, phần bỏ phiếu mới nặng: ${(100 * share).toFixed(1)} % tham số nằm ở fc_layers.`, `Seeing is light, voting is heavy: ${(100 * share).toFixed(1)} % of the parameters are in fc_layers.`);
  },
};
