import { inspect, models, type nn, type Tensor } from "convoke";
import type { PictureContent } from "../blocks/block.js";
import { heading, pictures, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import { firstOf, subsetOf, type Digits } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { activations } from "../networks/features.js";
import { planePng, planesOf } from "../planes.js";

const [channelsShown, patchesEach, field] = [8, 6, 8];
const stripWidth = patchesEach * (field + 1) - 1;         // a line between the pieces

/** For each of the first channels of layer 2: the images that excite it most, as 8 × 8 patches, the strongest first. */
async function topPatches(model: models.SlidesCnn, images: Tensor, { images: pixels }: Digits["test"]): Promise<Float32Array[]> {
  const channels = Array.from({ length: channelsShown }, (_, channel) => channel);
  const found = await inspect.topActivatingPatches(model, "conv_layers.4", images, { channels, count: patchesEach });
  return found.map(({ patches }) => {
    // conv 3×3 (pad 1), pool 2, conv 3×3 (pad 1): cell y sees rows 2y − 3 … 2y + 4
    const strip = new Float32Array(field * stripWidth).fill(150);
    patches.forEach(({ image, row, column }, k) => {
      const [top, left] = [2 * row - 3, 2 * column - 3];
      for (let i = 0; i < field * field; i++) {
        const [y, x] = [top + Math.floor(i / field), left + (i % field)];
        const inside = y >= 0 && y < 28 && x >= 0 && x < 28;
        strip[Math.floor(i / field) * stripWidth + k * (field + 1) + (i % field)] = inside ? pixels[image * 784 + y * 28 + x]! : 0;
      }
    });
    return strip;
  });
}

export const featureHierarchy: Lesson = {
  id: "A-3.1",
  title: t("Phân cấp đặc trưng: mạng đã học nhìn thấy gì", "Feature hierarchy: what a trained network sees"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Không ai dạy mạng “cạnh” hay “góc” là gì. Ta chỉ cho nó ảnh và đáp án; các bộ lọc tự hình thành. Đây là CNN của slide (hai lớp tích chập), sau khi học ${(await networks.get("slidesCnn")).images.toLocaleString("en-US")} chữ số. Đi từ dưới lên: bộ lọc, bản đồ, rồi những mảnh ảnh làm mỗi kênh *phấn khích* nhất.`,
      `Nobody tells the network what an “edge” or a “corner” is. It gets pictures and answers; the filters come by themselves. This is the slides' CNN (two convolutions) after ${(await networks.get("slidesCnn")).images.toLocaleString("en-US")} digits. From the bottom up: filters, maps, and then the pieces of pictures that *excite* each channel most.`,
    );
    const model = (await networks.get("slidesCnn")).model as models.SlidesCnn;
    const all = await digits();
    const first = model.convLayers[0] as nn.Conv2d;
    yield heading("Tầng thấp: 16 kernel", "Low level: 16 kernels");
    yield pictures("kernel", await planesOf(first.weight.reshape([16, 3, 3]), Array.from({ length: 16 }, (_, i) => String(i)), () => "signed", 16), 8,
      t("Kernel 3 × 3 của lớp thứ nhất sau khi học. Đỏ là trọng số dương, xanh là âm: những bộ dò cạnh theo đủ hướng.", "The 3 × 3 kernels of the first layer after training. Red is a positive weight, blue a negative one: detectors of edges in all directions."));
    check(t("kernel của lớp 1", "kernels of layer 1"), [...first.weight.shape], [16, 1, 3, 3]);

    const index = all.test.labels.indexOf(4);
    const { images } = all.test.batch([index]);
    const [, low, , , high] = activations(model.convLayers, images) as [Tensor, Tensor, Tensor, Tensor, Tensor];
    yield heading("Những gì chúng thấy ở một chữ số 4", "What they see in a 4");
    yield pictures("seen", [{ png: await planePng(Float32Array.from(firstOf(all, 4).flat()), 28, "grey", 4), title: t("ảnh vào", "input"), alt: t("Chữ số 4", "A digit 4") }, ...(await planesOf(low, Array.from({ length: 15 }, (_, i) => String(i)), () => "grey", 4))], 8,
      t("Lớp 1 sau ReLU, 28 × 28, 15 kênh đầu: mỗi bản đồ sáng lên ở cạnh của riêng nó.", "Layer 1 behind its ReLU, 28 × 28, the first 15 channels: every map lights up at its own edges."));
    check(t("bản đồ lớp 1", "maps of layer 1"), [...low.shape], [1, 16, 28, 28]);
    yield pictures("high", await planesOf(high, Array.from({ length: 16 }, (_, i) => String(i)), () => "grey", 6), 8,
      t("Lớp 2 sau ReLU, 14 × 14, 16 trong 32 kênh: thưa hơn, riêng biệt hơn.", "Layer 2 behind its ReLU, 14 × 14, 16 of 32 channels: sparser and more particular."));
    check(t("bản đồ lớp 2", "maps of layer 2"), [...high.shape], [1, 32, 14, 14]);

    yield heading("Tầng giữa: mảnh ảnh nào làm một kênh sáng nhất?", "Middle level: which pieces excite a channel most?");
    const sample = subsetOf(all.test, 0, 500);
    const batch = sample.batch(Array.from({ length: 500 }, (_, i) => i));
    const strips = await topPatches(model, batch.images, sample);
    yield pictures("patches", await Promise.all(strips.map(async (strip, channel): Promise<PictureContent> => ({
      png: await planePng(strip, stripWidth, "grey", 6), title: t(`kênh ${channel}`, `channel ${channel}`), alt: t(`Sáu mảnh ảnh của kênh ${channel}`, `Six pieces of channel ${channel}`),
    }))), 2, t("Mỗi dải: sáu mảnh 8 × 8 (đúng bằng trường tiếp nhận của lớp 2) mà kênh ấy phản ứng mạnh nhất, trong 500 ảnh chưa học. Các mảnh trong một dải giống nhau: kênh ấy đã học một *hoạ tiết* – góc, đầu nét, đường cong.", "Each strip: the six pieces of 8 × 8 (the receptive field of layer 2) to which the channel answers most, among 500 pictures it did not learn. The pieces of a strip are alike: the channel has learnt a *motif*, a corner, the end of a stroke, a curve."));
    check(t("kênh, mỗi kênh sáu mảnh", "channels, six pieces each"), [strips.length, (strips[0]!.length / field + 1) / (field + 1)], [8, 6]);
    yield text(
      `Tầng cao – các lớp Linear – ghép những hoạ tiết ấy thành “đây là số 4”. Bài A-3.4 đếm từng lá phiếu. Với ảnh chụp và mạng sâu hơn, cùng câu chuyện: cạnh → hoạ tiết → bộ phận → vật thể.`,
      `The high level, the Linear layers, puts such motifs together: “this is a 4”. Lesson A-3.4 counts the votes. With photos and deeper networks it is the same story: edges → motifs → parts → objects.`,
    );
    yield takeaway("Lớp sau nhìn qua con mắt của lớp trước; vì thế đặc trưng đi từ đơn giản đến phức tạp.", "A layer looks through the eyes of the one before; so features go from simple to complex.");
  },
};
