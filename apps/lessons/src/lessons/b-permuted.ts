import { table, takeaway, text, pictures } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import { firstOf } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { accuracy } from "../networks/accuracy.js";
import { permuted, pixelOrder } from "../networks/permuted.js";
import { planePng } from "../planes.js";

const names = { mlp: "MLP 784-128-10", lenet: "LeNet 8-16", pooled: "cnn-gap" } as const;

export const permutedPixels: Lesson = {
  id: "B-permuted",
  title: t("Xáo pixel: MLP chẳng hề hay biết", "Shuffled pixels: the MLP does not notice"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Một thí nghiệm vạch trần ai thật sự *nhìn* ảnh. Chọn một cách xáo 784 pixel, rồi xáo **mọi** ảnh theo đúng cách ấy. Với mắt người, ảnh thành tuyết nhiễu. Với MLP, chỉ là đổi thứ tự các cột của bảng số – nó học y như cũ. CNN thì mất chỗ dựa: hàng xóm không còn là hàng xóm.`,
      `An experiment that shows who really *looks* at pictures. Choose one way to shuffle the 784 pixels, and shuffle **every** picture in that way. To our eyes they turn into snow. To an MLP the columns of its table are in another order, and it learns as before. A CNN loses its footing: neighbours are no longer neighbours.`,
    );
    const all = await digits();
    const order = pixelOrder();
    yield pictures("shuffled", (await Promise.all([0, 1, 2].map(async (digit) => {
      const pixels = firstOf(all, digit).flat();
      return [
        { png: await planePng(Float32Array.from(pixels), 28, "grey", 4), title: String(digit), alt: t(`Chữ số ${digit}`, `A ${digit}`) },
        { png: await planePng(Float32Array.from(order, (from) => pixels[from]!), 28, "grey", 4), title: t("đã xáo", "shuffled"), alt: t(`Chữ số ${digit} đã xáo pixel`, `A ${digit} with its pixels shuffled`) },
      ];
    }))).flat(), 6);
    const shuffledTest = permuted(all.test);
    const results = [];
    for (const kind of ["mlp", "lenet", "pooled"] as const) {
      const [ordered, shuffled] = [await networks.get(`in order: ${kind}`), await networks.get(`permuted: ${kind}`)];
      results.push({ kind, name: names[kind], images: ordered.images, plain: await accuracy(ordered.model, all.test), moved: await accuracy(shuffled.model, shuffledTest) });
    }
    const percent = (share: number): string => `${(100 * share).toFixed(1).replace("-", "−")} %`;
    yield table([t("mạng", "network"), t("ảnh thường", "pictures as they are"), t("ảnh xáo", "shuffled"), t("mất", "lost")], results.map(({ name, plain, moved }) => [name, percent(plain), percent(moved), percent(plain - moved)]),
      t(`Độ chính xác trên ảnh thi. Mỗi mạng học lại từ đầu trên ${results[0]!.images.toLocaleString("en-US")} ảnh, ba lượt.`, `Accuracy on test pictures. Every network learns afresh from ${results[0]!.images.toLocaleString("en-US")} pictures, three epochs.`));
    const lost = Object.fromEntries(results.map(({ kind, plain, moved }) => [kind, plain - moved]));
    check(t("phép xáo là một hoán vị của 784 pixel", "the shuffle is a permutation of 784 pixels"), order.toSorted((a, b) => a - b), Array.from({ length: 784 }, (_, i) => i));
    if (!networks.quick) {
      check.atMost(t("MLP mất", "the MLP loses"), Math.abs(lost["mlp"]!), 0.02);
      check.atLeast(t("LeNet mất", "LeNet loses"), lost["lenet"]!, 0.03);
      check.atLeast(t("cnn-gap mất", "cnn-gap loses"), lost["pooled"]!, 0.15);
    }
    yield text(
      `Mạng nào càng dựa vào hình (cnn-gap chỉ biết hoạ tiết cục bộ) thì càng gục. Nói cách khác: giả định “pixel gần nhau thì liên quan đến nhau” là thứ CNN được *cho sẵn*, còn MLP phải tự học lại từ dữ liệu – nếu học nổi.`,
      `The more a network relies on shape (cnn-gap knows local motifs only), the deeper it falls. In other words: that near pixels belong together is something a CNN is *given*, and an MLP must learn from data, if it can.`,
    );
    yield takeaway("CNN tin rằng hàng xóm quan trọng. Với ảnh, niềm tin ấy đúng.", "A CNN believes that neighbours matter. Of pictures that is true.");
  },
};
