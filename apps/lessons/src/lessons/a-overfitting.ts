import { bars, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { accuracy } from "../networks/accuracy.js";
import { subsetOf } from "../digits.js";

export const overfitting: Lesson = {
  id: "A-1.4b",
  title: t("Quá khớp: học thuộc lòng 1,000 ảnh", "Overfitting: 1,000 pictures learnt by heart"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Cho một MLP và một CNN cùng học đúng **1,000** chữ số, xem đi xem lại nhiều lần. Rồi hỏi chúng 10,000 chữ số chưa gặp bao giờ. Mạng nào *hiểu*, mạng nào chỉ *thuộc lòng*? Khoảng cách giữa điểm lúc học và điểm lúc thi cho ta biết.`,
      `An MLP and a CNN learn the same **1,000** digits, again and again. Then they are asked about 10,000 digits that they have never seen. Which of them *understands*, which only *remembers*? The gap between its marks in class and in the exam tells.`,
    );
    const { train, test } = await digits();
    const learnt = subsetOf(train, 0, 1000);
    const results = [];
    for (const [name, network] of [["PyTorchMLP", await networks.get("1,000: slidesMlp")], ["CNN", await networks.get("1,000: slidesCnn")]] as const) {
      results.push({ name, epochs: network.epochs, known: await accuracy(network.model, learnt), unknown: await accuracy(network.model, test) });
    }
    const [mlp, cnn] = results as [(typeof results)[0], (typeof results)[0]];
    const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
    yield table([t("mạng", "network"), t("1,000 ảnh đã học", "the 1,000 it learnt"), t("10,000 ảnh mới", "10,000 new ones"), t("khoảng cách", "gap")],
      results.map(({ name, known, unknown }) => [name, percent(known), percent(unknown), percent(known - unknown)]), t(`Sau ${mlp.epochs} lượt học.`, `After ${mlp.epochs} epochs.`));
    yield bars(results.map(({ name, known, unknown }) => ({ label: t(`${name}: khoảng cách`, `${name}: gap`), value: known - unknown })), t("Điểm lúc học trừ điểm lúc thi. Càng ngắn càng tốt.", "Marks in class minus marks in the exam. The shorter the better."), 3);
    check(t("10,000 ảnh thi", "10,000 pictures in the exam"), test.length, 10_000);
    if (!networks.quick) {
      check.atLeast(t("MLP thuộc lòng 1,000 ảnh", "the MLP knows its 1,000 by heart"), mlp.known, 0.99);
      check.atLeast(t("CNN cũng thế", "so does the CNN"), cnn.known, 0.99);
      check.atLeast(t("khoảng cách của MLP", "gap of the MLP"), mlp.known - mlp.unknown, 0.08);
      check.atMost(t("khoảng cách của CNN so với MLP", "gap of the CNN as a share of the MLP's"), (cnn.known - cnn.unknown) / (mlp.known - mlp.unknown), 0.75);
    }
    yield text(
      `Điều thú vị: CNN ở đây có **nhiều** tham số hơn (206,922 so với 40,785) mà vẫn quá khớp ít hơn. Vậy không chỉ *bao nhiêu* tham số, mà chúng *bị ràng buộc thế nào*: một kernel phải đúng ở mọi vị trí, nên không thể thuộc lòng từng pixel.`,
      `The interesting part: this CNN has **more** parameters (206,922 against 40,785) and still overfits less. It is not only *how many* there are but *how they are bound*: a kernel must be right at every place, so it cannot remember single pixels.`,
    );
    yield takeaway("Đúng 100 % trên ảnh đã học không nói lên điều gì; hãy luôn đo trên ảnh mới.", "100 % on pictures it has learnt says nothing; always measure on new ones.");
  },
};
