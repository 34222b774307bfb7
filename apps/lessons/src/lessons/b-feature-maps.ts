import { data, Generator, nn, plot } from "convoke";
import { code, pictures, takeaway, text } from "../blocks/make.js";
import { inLanguage, type Language, t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { photo, toPng } from "../photo.js";
import { planesOf } from "../planes.js";

export const featureMaps: Lesson = {
  id: "B-maps",
  title: t("32 feature map của một bức ảnh", "32 feature maps of a photo"),
  async *run({ check }) {
    yield text(
      `Slide đọc ảnh “trex.png”, thu nhỏ còn 64 × 64, cho qua hai lớp tích chập và hai lớp gộp *chưa huấn luyện*, rồi vẽ 32 bản đồ. Đây là cùng chương trình ấy với một chú mèo.`,
      `The slide reads “trex.png”, resizes it to 64 × 64, sends it through two convolutions and two poolings *before any training*, and draws 32 maps. This is the same program with a cat.`,
    );
    yield code(`const transform = data.compose([data.resize([64, 64]), data.toTensor()]);
const input = data.collate([transform(await data.decodeImage(bytes))]);   // [1, 3, 64, 64]
const net = new nn.Sequential(
  new nn.Conv2d(3, 16, 3, 1, 1), new nn.MaxPool2d(2, 2),
  new nn.Conv2d(16, 32, 3, 1, 1), new nn.MaxPool2d(2, 2),
);
net.forward(input);                                                       // [1, 32, 16, 16]`);
    const image = data.resize([64, 64])(await photo("chelsea.jpg"));
    const input = data.collate([data.toTensor()(image)]);
    const generator = new Generator(11);
    const net = new nn.Sequential(
      new nn.Conv2d(3, 16, 3, { padding: 1, generator }), new nn.MaxPool2d(2, 2), new nn.Conv2d(16, 32, 3, { padding: 1, generator }), new nn.MaxPool2d(2, 2),
    );
    const output = net.forward(input);
    check(t("đầu vào", "input"), [...input.shape], [1, 3, 64, 64]);
    check(t("kích thước feature map khi qua CNN", "size of the feature maps behind the CNN"), [...output.shape], [1, 32, 16, 16]);
    yield pictures("input", [{ png: await toPng(image), title: t("Đầu vào: ví dụ 0", "Input: Example 0"), alt: t("Mặt mèo, 64 × 64 pixel", "The face of a cat, 64 × 64 pixels") }], 4);
    const titles = Array.from({ length: 32 }, (_, channel) => t(`kênh ${channel + 1}`, `channel ${channel + 1}`));
    const maps = await planesOf(output, titles, () => "grey", 5);
    const values = Float32Array.from(await output.data());
    const sheetIn = (language: Language): Promise<Uint8Array> => plot.featureMapGrid(values, [32, 16, 16], { columns: 8, range: "each", titles: titles.map((title) => inLanguage(title, language)) });
    const sheet = { vi: await sheetIn("vi"), en: await sheetIn("en") };
    yield pictures("feature-maps", maps, 8, t("Đầu ra: ví dụ 0, bốn hàng tám cột. Đen là giá trị nhỏ nhất của bản đồ, trắng là lớn nhất – mỗi bản đồ một thang riêng, như matplotlib vẽ.", "Output: Example 0, four rows of eight. Black is the least value of a map, white the greatest, each map with a scale of its own, as matplotlib draws them."), sheet);
    const { width, height } = await data.decodePng(sheet.vi);
    check.atLeast(t("bảng 8 cột thì rộng hơn cao", "a sheet of 8 columns is wider than high"), width / height, 1.1);
    check(t("số bản đồ được vẽ", "maps drawn"), maps.length, 32);
    yield text(
      `Mạng chưa học gì mà ta vẫn nhận ra con mèo: bộ lọc ngẫu nhiên cũng là bộ lọc, cái thì thích cạnh, cái thì làm mờ. Huấn luyện là chọn ra những bộ lọc *có ích*.`,
      `The net has learnt nothing, and the cat is still there: random filters are filters too, some like edges, some blur. Training is choosing filters that are *useful*.`,
    );
    yield takeaway("Mỗi kênh là một câu trả lời khác nhau về cùng một bức ảnh.", "Each channel is another answer about the same picture.");
  },
};
