import { inspect, le, mean, models, relu, sum, tensor } from "convoke";
import { bars, heading, matrices, pictures, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { activations } from "../networks/features.js";
import { grid } from "../numbers.js";
import { planesOf } from "../planes.js";
import { masks, match } from "./the-x.js";

export const reluGate: Lesson = {
  id: "A-3.2",
  title: t("ReLU: người gác cổng của các lá phiếu", "ReLU: keeper of the gate"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Sau khi kernel quét qua, bản đồ có số dương (khớp mẫu) và số âm (ngược mẫu). ReLU hỏi: *đặc trưng này có ở đây không?* Có – giữ nguyên giá trị. Không – thành 0. Chỉ một phép max(0, x), nhưng nhờ nó lớp sau chỉ nhận *bằng chứng*, và mạng không còn là một phép tuyến tính dài.`,
      `Behind a kernel the map holds positive numbers (it fits) and negative ones (the opposite). ReLU asks: *is the feature here?* Yes: the value stays. No: it becomes 0. Only max(0, x), but the next layer gets *evidence* only, and the network is no longer one long linear map.`,
    );
    const before = match(masks.diagonal);
    const [input, output] = [await grid(before), await grid(relu(before))];
    yield matrices([{ title: t("trước ReLU", "before ReLU"), cells: input, colours: "signed", limit: 1 }, "→", { title: t("sau ReLU", "behind ReLU"), cells: output, colours: "signed", limit: 1 }], t("Bản đồ đường chéo của chữ X (bài A-2.1).", "The diagonal's map of the X (lesson A-2.1)."));
    check(t("hàng đầu sau ReLU", "first row behind ReLU"), output[0]!, [0.78, 0, 0.11, 0.33, 0.56, 0, 0.33], 0.005);
    check(t("hàng hai sau ReLU", "second row behind ReLU"), output[1]!, [0, 1, 0, 0.33, 0, 0.11, 0], 0.005);
    check(t("relu(x) = max(0, x)", "relu(x) = max(0, x)"), output, input.map((row) => row.map((value) => Math.max(0, value))), 1e-7);
    check(t("hai lớp ReLU bằng một", "two ReLUs are one"), await grid(relu(relu(before))), output, 0);

    yield heading("Trong một mạng thật", "In a real network");
    const model = (await networks.get("slidesCnn")).model as models.SlidesCnn;
    const { images } = (await digits()).test.batch(Array.from({ length: 500 }, (_, i) => i));
    const shares = (await inspect.zeroedByReLU(model, images)).map(({ share }) => share);
    const counted = await mean(le(activations(model.convLayers, images)[0]!, 0).to("float32")).item();          // before the first ReLU
    check(t("ba cổng ReLU", "three ReLU gates"), shares.length, 3);
    check(t("tầng 1, đếm trực tiếp số giá trị ≤ 0", "layer 1, values ≤ 0 counted directly"), shares[0]!, counted, 1e-6);
    yield bars([t("tích chập 1", "convolution 1"), t("tích chập 2", "convolution 2"), t("lớp ẩn 128", "hidden layer, 128")].map((label, i) => ({ label, value: 100 * shares[i]!, note: "%" })),
      t("Phần giá trị bị ReLU biến thành 0, trên 500 chữ số chưa học.", "Share of the values that ReLU sets to 0, on 500 digits that were not learnt."), 1);
    for (const [i, share] of shares.entries()) {
      check.atLeast(t(`tầng ${i + 1}: có nhiều số bị chặn`, `layer ${i + 1}: many are held back`), share, 0.1);
      check.atMost(t(`tầng ${i + 1}: nhưng không phải tất cả`, `layer ${i + 1}: but not all`), share, 0.95);
    }
    const [one] = [activations(model.convLayers, images.slice([0, 1]))];
    yield pictures("gate", [...(await planesOf(one[0]!, Array.from({ length: 4 }, (_, i) => t(`kênh ${i}, trước`, `channel ${i}, before`)), () => "signed", 4)), ...(await planesOf(one[1]!, Array.from({ length: 4 }, (_, i) => t(`kênh ${i}, sau`, `channel ${i}, behind`)), () => "signed", 4))], 4,
      t("Bốn kênh của lớp 1 nhìn một số 7. Xanh (âm) biến mất, đỏ (dương) qua cổng.", "Four channels of layer 1 look at a 7. Blue (negative) goes, red (positive) passes."));
    const gate = tensor([-2, -0.5, 0, 0.5, 2], { requiresGrad: true });
    sum(relu(gate)).backward();
    check(t("đạo hàm của ReLU: 0 0 0 1 1", "slope of ReLU: 0 0 0 1 1"), Array.from(await gate.grad!.data()), [0, 0, 0, 1, 1]);
    yield takeaway("ReLU giữ bằng chứng, chặn phần còn lại – và mở đường cho gradient với hệ số 1.", "ReLU keeps evidence, stops the rest, and lets gradients through with factor 1.");
  },
};
