import { data, plot } from "convoke";
import type { PictureContent } from "../blocks/block.js";
import { correction, drawing, heading, pictures, table, takeaway, text } from "../blocks/make.js";
import { plotWords } from "../blocks/plot-words.js";
import { inLanguage, t, type Text } from "../blocks/text.js";
import { subsetOf } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { accuracy, probabilities } from "../networks/accuracy.js";
import { rolled, transformed } from "../networks/permuted.js";
import { planePng } from "../planes.js";

const nets = { slidesMlp: "PyTorchMLP", mlp: "MLP 784-128-10", slidesCnn: t("CNN của slide (flatten)", "the slides' CNN (flatten)"), lenet: "LeNet 8-16 (flatten)", pooled: "cnn-gap (mean)" } as const;
type Name = keyof typeof nets;
const all = Object.keys(nets) as Name[];
const shifts = [[0, 0], [2, 2], [4, 4], [6, -6]] as const;

/** Turned by some degrees, or larger and smaller around the middle. */
const changes: readonly (readonly [Text, (image: data.RasterImage) => data.RasterImage])[] = [
  [t("xoay 15°", "turned by 15°"), data.randomRotation([15, 15], { interpolation: "bilinear" })],
  [t("xoay 30°", "turned by 30°"), data.randomRotation([30, 30], { interpolation: "bilinear" })],
  [t("nhỏ còn 75 %", "at 75 %"), data.compose([data.resize(21), data.centerCrop(28)])],
  [t("to thành 125 %", "at 125 %"), data.compose([data.resize(35), data.centerCrop(28)])],
];

export const shift: Lesson = {
  id: "B-shift",
  title: t("Dời chữ số đi vài pixel", "Move the digit by a few pixels"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Bây giờ dời mỗi ảnh thi đi vài pixel: (2, 2) là xuống 2, sang phải 2. Mắt ta không thấy khác gì. Mạng thì sao? Không mạng nào từng học ảnh bị dời.`,
      `Now every test picture is moved by a few pixels: (2, 2) is 2 down and 2 to the right. To our eyes nothing changes. To networks? None of them has ever learnt from a moved picture.`,
    );
    const { test } = await digits();
    const models = Object.fromEntries(await Promise.all(all.map(async (name) => [name, (await networks.get(name)).model] as const)));
    const one = subsetOf(test, 0, 1);
    yield pictures("shifted", await Promise.all(shifts.map(async ([down, right]): Promise<PictureContent> => {
      const moved = rolled(one, down, right);
      const guess = async (name: Name): Promise<number> => {
        const [shares] = await probabilities(models[name]!, moved.batch([0]).images);
        return shares!.indexOf(Math.max(...shares!));
      };
      return { png: await planePng(Float32Array.from(moved.images), 28, "grey", 6), title: `(${down}, ${right}): MLP ${await guess("mlp")}, LeNet ${await guess("lenet")}, gap ${await guess("pooled")}`, alt: t(`Số 7 dời đi (${down}, ${right})`, `A 7 moved by (${down}, ${right})`) };
    })), 4, t("Cùng một số 7, bốn chỗ, và mỗi mạng gọi nó là gì.", "The same 7 in four places, and what each network calls it."));

    const table4 = new Map<Name, number[]>();
    for (const name of all) {
      const row = [];
      for (const [down, right] of shifts) row.push(await accuracy(models[name]!, rolled(test, down, right)));
      table4.set(name, row);
    }
    const cell = (share: number): string => share.toFixed(3);
    yield table([t("mạng", "network"), ...shifts.map(([down, right]) => `(${down},\u00a0${right})`)], all.map((name) => [nets[name], ...table4.get(name)!.map(cell)]), t("Độ chính xác trên 10,000 ảnh thi. 0.1 là đoán mò.", "Accuracy on 10,000 test pictures. 0.1 is guessing."));
    const sample = subsetOf(test, 0, 1000);
    const distances = [0, 1, 2, 3, 4, 5, 6];
    const curves = new Map<Name, number[]>();
    for (const name of all) {
      const curve = [];
      for (const distance of distances) curve.push(await accuracy(models[name]!, rolled(sample, distance, distance)));
      curves.set(name, curve);
    }
    const words = { vi: ["Độ chính xác theo độ dời", "dời xuống và sang phải, pixel", "độ chính xác"], en: ["Accuracy by shift", "pixels down and to the right", "accuracy"] } as const;
    yield drawing("shift-curves", (language, pixels) => {
      const [title, xLabel, yLabel] = words[language];
      const series = all.map((name) => ({ name: inLanguage(nets[name], language), points: distances.map((distance, i) => [distance, curves.get(name)![i]!] as const) }));
      return plot.lineChart({ title, xLabel, yLabel, width: pixels, height: 420, words: plotWords[language], series });
    }, t("1,000 ảnh thi. Hai MLP gục trước, các CNN có flatten theo sau, chỉ mạng lấy trung bình toàn cục đứng vững lâu.", "1,000 test pictures. The MLPs fall first, the CNNs with flatten follow, only the one with a global mean stands for long."));
    check(t("mạng × độ dời", "networks × shifts"), [table4.size, table4.get("mlp")!.length], [5, 4]);
    if (!networks.quick) {
      check.atMost(t("MLP 784-128-10 ở (4, 4)", "MLP 784-128-10 at (4, 4)"), table4.get("mlp")![2]!, 0.15);
      check.atMost(t("PyTorchMLP ở (4, 4)", "PyTorchMLP at (4, 4)"), table4.get("slidesMlp")![2]!, 0.15);
      check.atMost(t("LeNet (flatten) ở (4, 4)", "LeNet (flatten) at (4, 4)"), table4.get("lenet")![2]!, 0.3);
      check.atMost(t("CNN của slide (flatten) ở (4, 4)", "the slides' CNN (flatten) at (4, 4)"), table4.get("slidesCnn")![2]!, 0.3);
      check.atLeast(t("cnn-gap (gộp toàn cục) ở (4, 4)", "cnn-gap (global pooling) at (4, 4)"), table4.get("pooled")![2]!, 0.6);
      for (const name of all) check.atLeast(t("ảnh không dời", "pictures in place"), table4.get(name)![0]!, 0.95);
    }
    yield correction(
      `Slide kết luận: MLP gục khi vật dời chỗ, *đó là lý do dùng CNN*. Nửa đầu đúng. Nửa sau thì chưa: CNN có **flatten + Linear** – kể cả CNN của chính slide – cũng gục gần như thế, vì lớp Linear sau flatten nhớ *vị trí* của từng đặc trưng.

       Tích chập là **đẳng biến** (equivariant): vật dời, bản đồ dời theo. **Bất biến** (invariant) chỉ có khi vứt bỏ vị trí, như trung bình toàn cục của cnn-gap – và cả nó cũng mòn dần vì bước nhảy của lớp gộp.`,
      `The slides conclude: an MLP fails when the object moves, *which is why we use CNNs*. The first half is right. The second is not: a CNN with **flatten + Linear**, the slides' own included, fails nearly as badly, for the Linear behind the flatten remembers the *place* of every feature.

       Convolution is **equivariant**: the object moves, and the map moves along. **Invariance** only comes from giving the place up, as cnn-gap's global mean does, and even that wears off because of the strides of pooling.`,
    );
    yield heading("Xoay nhẹ, to nhỏ một chút", "A little turned, a little larger or smaller");
    const small = subsetOf(test, 0, networks.quick ? 200 : 2000);
    const changed = changes.map(([, transform]) => transformed(small, transform));
    const rows = [];
    for (const name of all) {
      const row = [];
      for (const images of [small, ...changed]) row.push(await accuracy(models[name]!, images));
      rows.push({ name, row });
    }
    yield table([t("mạng", "network"), t("như cũ", "as it is"), ...changes.map(([title]) => title)], rows.map(({ name, row }) => [nets[name], ...row.map(cell)]), t(`Độ chính xác trên ${small.length.toLocaleString("en-US")} ảnh thi.`, `Accuracy on ${small.length.toLocaleString("en-US")} test pictures.`));
    check(t("năm mạng, năm cột", "five networks, five columns"), [rows.length, rows[0]!.row.length], [5, 5]);
    if (!networks.quick) check.atLeast(t("xoay 15°: CNN của slide chịu được", "turned by 15°: the slides' CNN bears it"), rows[all.indexOf("slidesCnn")]!.row[1]!, 0.85);
    yield text(
      `Với góc xoay và tỉ lệ, không kiến trúc nào ở đây bất biến; chúng chỉ *chịu đựng* được chút ít. Cách chữa thông dụng là **tăng cường dữ liệu**: cho mạng học cả ảnh bị dời, xoay, co giãn.`,
      `No architecture here is invariant to turning or scaling; they only *bear* a little of it. The usual cure is **data augmentation**: let the network learn from moved, turned and scaled pictures as well.`,
    );
    yield takeaway("Tích chập đẳng biến, gộp toàn cục bất biến, flatten thì nhớ chỗ.", "Convolution is equivariant, global pooling invariant, and flatten remembers places.");
  },
};
