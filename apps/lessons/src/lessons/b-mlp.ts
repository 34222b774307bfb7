import { models, nn, randn } from "convoke";
import { code, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import { subsetOf } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { accuracy } from "../networks/accuracy.js";

export const mlp: Lesson = {
  id: "B-mlp",
  title: t("PyTorchMLP: 96 % thì còn cần gì CNN?", "PyTorchMLP: with 96 %, who needs a CNN?"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `MLP của slide: 784 → 50 → 25 → 10. Nó dát phẳng ảnh rồi học như với mọi bảng số. Và nó học được: khoảng 96 % trên ảnh kiểm định. Nghe thế thì CNN để làm gì? Hai bài sau trả lời.`,
      `The slides' MLP: 784 → 50 → 25 → 10. It flattens the picture and learns as from any table of numbers. And learn it does: about 96 % on the validation pictures. So what are CNNs for? The next two lessons answer.`,
    );
    yield code(`class PyTorchMLP implements Layer {
  readonly allLayers = new nn.Sequential(
    new nn.Linear(784, 50), new nn.ReLU(),      // 1st hidden layer
    new nn.Linear(50, 25), new nn.ReLU(),       // 2nd hidden layer
    new nn.Linear(25, 10),                      // output layer
  );
  forward(x: Tensor) { return this.allLayers.forward(flatten(x, 1)); }
}`);
    const { model, images, epochs } = await networks.get("slidesMlp");
    check(t("tham số: 784·50 + 50 + 50·25 + 25 + 25·10 + 10", "parameters: 784·50 + 50 + 50·25 + 25 + 25·10 + 10"), nn.countParameters(model), 40_785);
    check(t("khoá của state dict như PyTorch", "state-dict keys as PyTorch's"), Object.keys(nn.stateDict(new models.PyTorchMLP(784, 10))), ["all_layers.0.weight", "all_layers.0.bias", "all_layers.2.weight", "all_layers.2.bias", "all_layers.4.weight", "all_layers.4.bias"]);
    check(t("784 số vào, 10 điểm ra", "784 numbers in, 10 scores out"), [...model.forward(randn([2, 1, 28, 28])).shape], [2, 10]);
    const { train, test } = await digits();
    const [known, val, exam] = [await accuracy(model, subsetOf(train, 0, Math.min(images, 10_000))), await accuracy(model, subsetOf(train, 55_000, 60_000)), await accuracy(model, test)];
    const percent = (share: number): string => `${(100 * share).toFixed(2)}%`;
    yield code(`Train Acc ${percent(known)}\nVal Acc ${percent(val)}\nTest Acc ${percent(exam)}`);
    yield table(["", t("ảnh", "pictures"), t("để làm gì", "what for")], [
      ["Train", images, t("mạng học từ đây", "the network learns from these")],
      ["Val", 5_000, t("để chọn số lớp, số lượt…; mạng không học", "to choose layers, epochs …; it does not learn from them")],
      ["Test", test.length, t("thi, một lần, ở cuối", "the exam, once, at the end")],
    ], t(`Adam 2e-3, lô 64 ảnh, ${epochs} lượt.`, `Adam 2e-3, batches of 64, ${epochs} epochs.`));
    if (!networks.quick) check(t("Val Acc khoảng 96 %", "Val Acc about 96 %"), val, 0.96, 0.01);
    if (!networks.quick) check.atLeast("Test Acc", exam, 0.95);
    yield takeaway("MNIST để chữ số ngay ngắn giữa ảnh; MLP dựa vào đúng điều đó.", "MNIST keeps its digits neatly in the middle; that is what the MLP relies on.");
  },
};
