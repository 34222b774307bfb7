import { table, takeaway, text, pictures } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { accuracy, probabilities } from "../networks/accuracy.js";
import { planePng } from "../planes.js";

export const tasks: Lesson = {
  id: "B-tasks",
  title: t("CNN làm được việc gì? Phân loại chữ số", "What are CNNs for? Classifying digits"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Slide kể bốn việc: phân loại ảnh, sinh ảnh, phát hiện vật thể, phân đoạn. Cả bốn dùng chung một bộ phận – các lớp tích chập rút đặc trưng – và khác nhau ở cái đầu gắn phía sau. Khoá học này làm việc thứ nhất: nhìn ảnh, nói tên lớp.`,
      `The slides name four tasks: classification, generation, detection, segmentation. All share one part, convolutions that extract features, and differ in the head behind them. This course does the first: look at a picture, name its class.`,
    );
    yield table([t("việc", "task"), t("đầu ra", "output")], [
      [t("phân loại", "classification"), t("một lớp cho cả ảnh: [N, số lớp]", "one class for the picture: [N, classes]")],
      [t("phát hiện", "detection"), t("hộp và lớp cho từng vật", "a box and a class for each object")],
      [t("phân đoạn", "segmentation"), t("một lớp cho từng pixel: [N, số lớp, H, W]", "a class for each pixel: [N, classes, H, W]")],
      [t("sinh ảnh", "generation"), t("chính là ảnh: [N, 3, H, W]", "a picture: [N, 3, H, W]")],
    ]);
    const { model } = await networks.get("slidesCnn");
    const { test } = await digits();
    const { images } = test.batch(Array.from({ length: 400 }, (_, i) => i));
    const predicted = (await probabilities(model, images)).map((shares, i) => ({ i, shares, guess: shares.indexOf(Math.max(...shares)), label: test.labels[i]! }));
    const unsure = predicted.toSorted((a, b) => Math.max(...a.shares) - Math.max(...b.shares)).slice(0, 4);
    const shown = [...predicted.slice(0, 4), ...unsure];
    yield pictures("classified", await Promise.all(shown.map(async ({ i, shares, guess, label }) => ({
      png: await planePng(Float32Array.from(test.get(i).image), 28, "grey", 4),
      title: `${guess}: ${(100 * shares[guess]!).toFixed(0)} %${guess === label ? "" : ` ✗ (${label})`}`, alt: t(`Chữ số ${label}, mạng đoán ${guess}`, `A ${label}, taken for a ${guess}`),
    }))), 8, t("Bốn ảnh thi đầu tiên, và bốn ảnh mà mạng phân vân nhất trong 400 ảnh: lớp được đoán và xác suất của nó.", "The first four pictures of the exam, and the four of 400 that the network was least sure about: the guess and its probability."));
    check(t("xác suất cộng lại bằng 1", "probabilities add up to 1"), predicted[0]!.shares.reduce((a, b) => a + b, 0), 1, 1e-5);
    check(t("đầu ra", "output"), [predicted.length, predicted[0]!.shares.length], [400, 10]);
    const right = await accuracy(model, test);
    if (!networks.quick) check.atLeast(t("CNN của slide trên 10,000 ảnh thi", "the slides' CNN on 10,000 test pictures"), right, 0.98);
    yield text(`Trên 10,000 ảnh thi, CNN của slide đoán đúng **${(100 * right).toFixed(2)} %**.`, `On the 10,000 pictures of the exam the slides' CNN is right in **${(100 * right).toFixed(2)} %**.`);
    yield takeaway("Tích chập rút đặc trưng; cái đầu phía sau quyết định việc phải làm.", "Convolutions extract features; the head behind them decides the task.");
  },
};
