import { add, conv2d, Generator, nn, randn, slice, type Tensor } from "convoke";
import { code, correction, heading, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { list } from "../numbers.js";

export const channels: Lesson = {
  id: "B-channels",
  title: t("Nhiều kênh vào, nhiều kênh ra", "Several channels in, several out"),
  async *run({ check }) {
    const generator = new Generator(2);
    yield text(
      `Ký hiệu *3@10×10* đọc là “ba kênh, mỗi kênh 10 × 10”. Có ba tình huống, và chỉ một quy tắc: **mỗi kernel dày bằng số kênh vào, và mỗi kernel làm ra một kênh ra.**`,
      `*3@10×10* reads “three channels of 10 × 10 each”. There are three situations and a single rule: **each kernel is as deep as the input has channels, and each kernel makes one channel of the output.**`,
    );
    const cases = [
      { name: t("1 vào, 3 ra: ba kernel khác nhau cùng nhìn một ảnh", "1 in, 3 out: three kernels look at one picture"), input: [1, 12, 12], layer: new nn.Conv2d(1, 3, 3, { generator }), output: [3, 10, 10] },
      { name: t("3 vào, 1 ra: một kernel dày 3, cộng lại", "3 in, 1 out: one kernel of depth 3, added up"), input: [3, 12, 12], layer: new nn.Conv2d(3, 1, 3, { generator }), output: [1, 10, 10] },
      { name: t("3 vào, 5 ra: năm kernel dày 3", "3 in, 5 out: five kernels of depth 3"), input: [3, 64, 64], layer: new nn.Conv2d(3, 5, 2, { generator }), output: [5, 63, 63] },
    ];
    const results = cases.map(({ input, layer }) => layer.forward(randn(input, { generator })));
    const at = (shape: readonly number[]): string => `${shape[0]}@${shape[1]}×${shape[2]}`;
    yield table(["", t("vào", "in"), t("trọng số", "weight"), t("ra", "out")], cases.map(({ name, input, layer }, i) => [name, at(input), `[${layer.weight.shape.join(", ")}]`, at(results[i]!.shape)]));
    for (const [i, { name, output }] of cases.entries()) check(name, [...results[i]!.shape], output);
    check(t("trọng số của 3 → 5, kernel 2", "weight of 3 → 5, kernel 2"), [...cases[2]!.layer.weight.shape], [5, 3, 2, 2]);

    yield heading("Tự tay cộng ba kênh", "Adding three channels by hand");
    const [input, layer] = [randn([3, 12, 12], { generator }), cases[1]!.layer];
    const each = [0, 1, 2].map((c) => conv2d(slice(input, [c, c + 1]), slice(layer.weight, null, [c, c + 1])));
    const added = add(each.reduce((total: Tensor, map) => add(total, map)), layer.bias!);
    yield text(
      `Với nhiều kênh vào, lớp trượt *từng lát* của kernel trên kênh của nó rồi cộng ba bản đồ (và một bias). Làm từng bước bằng \`conv2d\` một kênh cho đúng kết quả của lớp.`,
      `With several channels in, the layer slides *each slice* of the kernel over its channel and adds the three maps (and one bias). Done step by step with one-channel \`conv2d\`s, it gives just what the layer gives.`,
    );
    yield code(`let total = layer.bias;
for (const c of [0, 1, 2]) total = add(total, conv2d(channel(input, c), channel(layer.weight, c)));`);
    check(t("Σ ba bản đồ + bias = lớp", "Σ of three maps + bias = the layer"), await list(added), await list(layer.forward(input)), 1e-5);
    const three = cases[0]!.layer;
    const one = randn([1, 12, 12], { generator });
    check(t("kênh ra 1 chỉ dùng kernel 1", "output channel 1 uses kernel 1 only"), await list(add(conv2d(one, slice(three.weight, [1, 2])), slice(three.bias!, 1))), await list(slice(three.forward(one), 1)), 1e-5);

    const padded = new nn.Conv2d(3, 5, 2, 1, 1).forward(randn([3, 64, 64], { generator }));
    check(t("như chữ trên slide: padding 1", "as the slide's text: padding 1"), [...padded.shape], [5, 65, 65]);
    const same = new nn.Conv2d(3, 5, 2, { padding: "same" }).forward(randn([3, 64, 64], { generator }));
    check(t("muốn 64 × 64 thật: padding “same”", "for a real 64 × 64: padding “same”"), [...same.shape], [5, 64, 64]);
    yield correction(
      `Hình trên slide vẽ 3@64×64 → 5@64×64, đoạn mã bên dưới (kernel 2, không lề) cho **63 × 63**, còn đoạn chữ (kernel 2, lề 1) cho **65 × 65**. Kernel chẵn không thể giữ nguyên kích thước bằng lề đều hai phía; \`padding: "same"\` thêm lề một phía và cho đúng 64 × 64.`,
      `The slide's figure shows 3@64×64 → 5@64×64, the code below it (kernel 2, no padding) gives **63 × 63**, and its text (kernel 2, padding 1) **65 × 65**. An even kernel cannot keep the size with equal padding on both sides; \`padding: "same"\` pads one side only and gives 64 × 64.`,
    );
    yield takeaway("Trọng số của Conv2d: [kênh ra, kênh vào, cao, rộng].", "The weight of a Conv2d: [channels out, channels in, height, width].");
  },
};
