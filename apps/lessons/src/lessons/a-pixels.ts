import { data, permute, slice, stack, tensor } from "convoke";
import { code, correction, heading, matrices, pictures, table, takeaway, text } from "../blocks/make.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { photo, toPng } from "../photo.js";
import { planesOf } from "../planes.js";

export const pixels: Lesson = {
  id: "A-1.1",
  title: t("Ảnh là những con số: pixel, RGB, tensor", "A picture is numbers: pixels, RGB, tensors"),
  async *run({ check }) {
    yield text(
      `Máy tính không thấy con mèo. Nó thấy một lưới ô vuông – các **pixel** – và ở mỗi ô là ba con số: lượng sáng đỏ, lục và lam (R, G, B), mỗi số từ 0 đến 255.
       Trộn ba lượng sáng ấy lại, ta được mọi màu trên màn hình. Hai tệp ảnh dưới đây, một PNG và một JPEG, được giải mã ngay trong bài này.`,
      `A computer does not see a cat. It sees a grid of cells, the **pixels**, with three numbers in each: how much red, green and blue light (R, G, B), every
       number from 0 to 255. Mixed, they make every colour of the screen. The two files below, a PNG and a JPEG, were decoded while this lesson ran.`,
    );
    const [astronaut, chelsea] = [await photo("astronaut.png"), await photo("chelsea.jpg")];
    yield pictures("photo", [
      { png: await toPng(astronaut), title: `PNG: ${astronaut.height} × ${astronaut.width} × ${astronaut.channels}`, alt: t("Nữ phi hành gia mỉm cười", "A smiling astronaut") },
      { png: await toPng(chelsea), title: `JPEG: ${chelsea.height} × ${chelsea.width} × ${chelsea.channels}`, alt: t("Mặt một con mèo", "The face of a cat") },
    ], 3, t("Cao × rộng × số kênh của mỗi ảnh. Ảnh: NASA (phạm vi công cộng); Stéfan van der Walt (CC0).", "Height × width × channels of each. Photos: NASA (public domain); Stéfan van der Walt (CC0)."));
    check(t("Ảnh PNG: cao × rộng × kênh", "the PNG: height × width × channels"), [astronaut.height, astronaut.width, astronaut.channels], [128, 128, 3]);
    check(t("Ảnh JPEG: cao × rộng × kênh", "the JPEG: height × width × channels"), [chelsea.height, chelsea.width, chelsea.channels], [192, 192, 3]);

    yield heading("Tách một ảnh màu thành ba ma trận", "One colour picture, three matrices");
    yield text(
      `Trong tệp, ba số của một pixel nằm cạnh nhau (H × W × C). Mạng nơ-ron lại thích ba ma trận chồng lên nhau: một cho đỏ, một cho lục, một cho lam
       (C × H × W). Đổi cách xếp không làm mất gì cả, chỉ là \`permute\`. Đây là ảnh 3 × 3 của tài liệu A (bản in có một giá trị 260; ta hạ nó xuống 255).`,
      `In the file the three numbers of a pixel stand together (H × W × C). A network prefers three matrices on top of each other: one for red, one for green,
       one for blue (C × H × W). The other order loses nothing, it is a \`permute\`. This is the 3 × 3 picture of document A (where one printed value, 260, is lowered to 255).`,
    );
    const printed = [
      [[100, 100, 50], [101, 112, 3], [131, 20, 80]],
      [[150, 210, 130], [10, 120, 130], [111, 120, 130]],
      [[10, 255, 30], [200, 20, 30], [100, 20, 3]],
    ];
    const image = tensor(printed, { dtype: "uint8" });                 // [3, 3, 3], H × W × C
    const planes = permute(image, [2, 0, 1]);                          // C × H × W
    const [red, green, blue] = await Promise.all([0, 1, 2].map((channel) => grid(slice(planes, channel))));
    yield matrices([{ title: "R", cells: red!, colours: "grey", limit: 255 }, { title: "G", cells: green!, colours: "grey", limit: 255 }, { title: "B", cells: blue!, colours: "grey", limit: 255 }],
      t("Càng sáng, số càng lớn.", "The lighter, the larger."));
    check("R", red!, [[100, 101, 131], [150, 10, 111], [10, 200, 100]]);
    check("G", green!, [[100, 112, 20], [210, 120, 120], [255, 20, 20]]);
    check("B", blue!, [[50, 3, 80], [130, 130, 130], [30, 30, 3]]);
    check(t("chồng R, G, B lại thì được ảnh cũ", "R, G, B stacked again are the picture"), await stack([tensor(red!), tensor(green!), tensor(blue!)], 2).toArray() as number[][][], printed);

    yield heading("Từ ảnh đến tensor", "From a picture to a tensor");
    yield code(`const image = data.decodeImage(bytes);      // H × W × C, 0 … 255
const input = data.toTensor()(await image); // C × H × W, 0 … 1`);
    const input = data.collate([data.toTensor()(astronaut)]);
    yield pictures("plane", await planesOf(input, [t("R: đỏ", "R: red"), t("G: lục", "G: green"), t("B: lam", "B: blue")]), 3,
      t("Ba kênh của tấm ảnh, mỗi kênh là một ảnh xám. Bộ đồ da cam sáng ở kênh đỏ, tối ở kênh lam.", "The three channels of the photo, each a grey picture. The orange suit is light in red and dark in blue."));
    check(t("tensor của ảnh: [N, C, H, W]", "the picture as a tensor: [N, C, H, W]"), [...input.shape], [1, 3, 128, 128]);
    yield table([t("dữ liệu", "data"), t("số chiều", "axes"), t("kích thước", "shape")], [
      [t("ảnh xám (ma trận)", "grey picture (matrix)"), 2, "[H, W]"],
      [t("ảnh màu", "colour picture"), 3, "[3, H, W]"],
      [t("một lô ảnh cho mạng", "a batch for a network"), 4, `[N, 3, H, W] = [${input.shape.join(", ")}]`],
    ]);

    check.throws(t("uint8 từ chối 256", "uint8 refuses 256"), () => tensor([0, 233, 256], { dtype: "uint8" }), "256");
    check.throws(t("uint8 từ chối 260", "uint8 refuses 260"), () => tensor([10, 260, 30], { dtype: "uint8" }), "260");
    yield correction(
      `Tài liệu A lấy ví dụ các pixel (0, 233, **256**) và (10, **260**, 30). Không thể có: 8 bit chỉ đếm được từ 0 đến 255, và \`uint8\` của Convoke từ chối chúng bằng lời.

       Tài liệu còn viết “800 × 600 gồm 800 hàng và 600 cột”, nhưng ma trận vẽ ngay dưới đó có 600 hàng (chỉ số đầu chạy đến 600) và 800 cột. Khi nói về *ảnh*, 800 × 600 thường là
       rộng × cao; khi nói về *ma trận và tensor* thì luôn là hàng × cột, tức cao × rộng: [600, 800].`,
      `Document A shows the pixels (0, 233, **256**) and (10, **260**, 30). They cannot be: 8 bits count from 0 to 255, and Convoke's \`uint8\` refuses them in words.

       It also says that 800 × 600 means 800 rows and 600 columns, but the matrix drawn below has 600 rows (the first index runs to 600) and 800 columns. Of *pictures*, 800 × 600 is usually
       width × height; of *matrices and tensors* it is always rows × columns, height × width: [600, 800].`,
    );
    const matrix = tensor(new Float32Array(600 * 800), { shape: [600, 800] });
    check(t("600 hàng, 800 cột", "600 rows, 800 columns"), [...matrix.shape], [600, 800]);
    yield takeaway(
      "Một ảnh màu là tensor 3 chiều: ba ma trận chồng lên nhau. Chiều sâu (số kênh) là chìa khoá để hiểu mọi lớp tích chập về sau.",
      "A colour picture is a tensor with three axes: three matrices on top of each other. Its depth, the channels, is the key to every convolution that follows.",
    );
  },
};
