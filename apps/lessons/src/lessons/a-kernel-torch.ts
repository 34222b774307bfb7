import { conv2d, data, tensor } from "convoke";
import { correction, heading, matrices, pictures, show, slide, takeaway, text } from "../blocks/make.js";
import { math, sub, sum } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { photo } from "../photo.js";
import { planesOf } from "../planes.js";
import { asImage, letterX, masks, match } from "./the-x.js";

export const kernelTorch: Lesson = {
  id: "A-2.1",
  title: t("Kernel là chiếc đèn pin đi tìm mẫu", "A kernel is a torch that looks for a pattern"),
  async *run({ check }) {
    yield text(
      `Hãy cầm một chiếc đèn pin soi từng vùng 3 × 3 của bức ảnh. Trên mặt kính đèn có khắc một mẫu: đó là **kernel** (bộ lọc). Ở mỗi chỗ dừng, ta hỏi một câu duy nhất:
       *chỗ này giống mẫu đến mức nào?* Bốn bước trả lời câu hỏi ấy: **đặt khớp** kernel lên ảnh, **nhân** từng cặp ô, **cộng** lại, rồi **chia trung bình**.`,
      `Take a torch and light one 3 × 3 region of the picture after another. A pattern is engraved on its glass: the **kernel** (filter). At every stop there is one question:
       *how much does this place look like the pattern?* Four steps answer it: **line up** the kernel with the picture, **multiply** cell by cell, **add**, and take the **average**.`,
    );
    const diagonal = await grid(match(masks.diagonal));
    yield slide({ input: letterX, kernel: masks.diagonal, output: diagonal, divisor: 9, at: [1, 1] },
      t("Chữ X của tài liệu A (9 × 9, nét là 1, nền là −1) và kernel “đường chéo trái”. Chọn một ô kết quả để thấy chín phép nhân của nó.", "Document A's letter X (9 × 9, strokes 1, ground −1) and the kernel “left diagonal”. Choose a cell of the result to see its nine products."));
    yield text(
      `Nơi chữ X có đúng nét chéo ấy, chín tích đều dương và trung bình là **1.00**: mẫu được *kích hoạt*. Nơi không khớp, tích dương và tích âm triệt tiêu nhau, kết quả gần 0 hoặc âm.
       Bản đồ 7 × 7 thu được gọi là **feature map** (bản đồ đặc trưng): nó cho biết mẫu xuất hiện *ở đâu*.`,
      `Where the X has just this stroke, all nine products are positive and their mean is **1.00**: the pattern is *activated*. Where it does not fit, positive and negative products cancel, and
       the result is near 0 or below. The 7 × 7 result is a **feature map**: it tells *where* the pattern is.`,
    );
    const [cross, anti] = [await grid(match(masks.cross)), await grid(match(masks.antiDiagonal))];
    yield matrices([
      { title: t("đường chéo trái", "left diagonal"), cells: diagonal, colours: "signed", limit: 1 },
      { title: t("dấu nhân", "cross"), cells: cross, colours: "signed", limit: 1 },
      { title: t("đường chéo phải", "right diagonal"), cells: anti, colours: "signed", limit: 1 },
    ], t("Ba mặt nạ, ba bản đồ. Đỏ: khớp; xanh: ngược với mẫu.", "Three masks, three maps. Red: it fits; blue: the opposite of the pattern."));
    check(t("hàng đầu, đường chéo trái", "first row, left diagonal"), diagonal[0]!, [0.78, -0.11, 0.11, 0.33, 0.56, -0.11, 0.33], 0.005);
    check(t("hàng đầu, dấu nhân", "first row, cross"), cross[0]!, [0.33, -0.56, 0.11, -0.11, 0.11, -0.56, 0.33], 0.005);
    check(t("hàng đầu, đường chéo phải", "first row, right diagonal"), anti[0]!, [0.33, -0.11, 0.56, 0.33, 0.11, -0.11, 0.78], 0.005);
    check(t("hàng hai, đường chéo trái", "second row, left diagonal"), diagonal[1]!, [-0.11, 1, -0.11, 0.33, -0.11, 0.11, -0.11], 0.005);
    check(t("dấu nhân khớp trọn vẹn ở tâm chữ X", "the cross fits fully in the centre of the X"), cross[3]![3]!, 1, 1e-6);

    const summed = await grid(conv2d(asImage(letterX), asImage(masks.diagonal)));
    check(t("lớp tích chập không chia: tổng = 9 × trung bình", "a layer does not divide: sum = 9 × mean"), summed, diagonal.map((row) => row.map((value) => 9 * value)), 1e-5);
    check(t("tổng ở chỗ khớp trọn vẹn", "the sum where it fits fully"), summed[1]![1]!, 9);
    yield correction(
      `**Trung bình hay tổng?** Chia cho 9 chỉ là một cách giảng bài cho dễ nhìn (kết quả nằm trong −1 … 1). Lớp tích chập thật sự **cộng chứ không chia**: cùng bản đồ ấy, nhân 9. Mạng không thiệt gì, vì nó tự
       học độ lớn của trọng số.

       Tài liệu in 0.77 và 0.55; đó là 7/9 = 0.777… và 5/9 = 0.555… bị *cắt đuôi*. Làm tròn thì được 0.78 và 0.56.`,
      `**Mean or sum?** Dividing by 9 only makes the lesson easier to look at (results lie in −1 … 1). A real layer **adds and does not divide**: the same map, times 9. The network loses nothing, it learns
       how large its weights should be.

       The document prints 0.77 and 0.55; these are 7/9 = 0.777… and 5/9 = 0.555…, *cut off*. Rounded they are 0.78 and 0.56.`,
    );
    yield show(math`${sub("Y", "i, j")} = ${sum("m, n")} ${sub("X", "i+m, j+n")} · ${sub("K", "m, n")}`);

    yield heading("Ảnh nhiều kênh, và nhiều bộ lọc trên một ảnh", "Several channels, and several filters on one picture");
    const colour = tensor([1, -1, 1].flatMap((sign) => masks.diagonal.flat().map((value) => sign * value)), { shape: [1, 3, 3, 3] });
    const deep = await grid(conv2d(colour, colour).reshape([1, 1]));
    check(t("kernel 3 kênh khớp chính nó: 27 tích bằng 1", "a 3-channel kernel on itself: 27 products of 1"), deep[0]![0]!, 27);
    yield text(
      `Với ảnh màu, kernel cũng dày ba kênh: 3 × 3 × 3 = 27 tích, cộng tất cả thành **một** số (khớp hoàn toàn thì được ${deep[0]![0]}). Còn muốn tìm nhiều mẫu thì dùng nhiều kernel: mỗi kernel cho một bản đồ riêng.`,
      `For a colour picture the kernel is three channels deep as well: 3 × 3 × 3 = 27 products, all added into **one** number (${deep[0]![0]} for a perfect fit). To look for several patterns, use several kernels: each makes a map of its own.`,
    );
    const grey = data.collate([data.toTensor()(data.grayscale()(await photo("astronaut.png")))]);                     // [1, 1, 128, 128]
    const filters: readonly (readonly [string, ReturnType<typeof t>, number[]])[] = [
      ["vertical", t("cạnh dọc (Sobel)", "vertical edges (Sobel)"), [-1, 0, 1, -2, 0, 2, -1, 0, 1]],
      ["horizontal", t("cạnh ngang (Sobel)", "horizontal edges (Sobel)"), [-1, -2, -1, 0, 0, 0, 1, 2, 1]],
      ["outline", t("đường viền", "outlines"), [-1, -1, -1, -1, 8, -1, -1, -1, -1]],
      ["blur", t("làm mờ", "blur"), [1, 2, 1, 2, 4, 2, 1, 2, 1].map((value) => value / 16)],
    ];
    const weight = tensor(filters.flatMap(([, , values]) => values), { shape: [4, 1, 3, 3] });
    const maps = conv2d(grey, weight, null, { padding: 1 });                                                          // [1, 4, 128, 128]
    check(t("bốn bộ lọc, bốn bản đồ", "four filters, four maps"), [...maps.shape], [1, 4, 128, 128]);
    yield pictures("filters", await planesOf(maps, filters.map(([, title]) => title), (i) => (i < 3 ? "signed" : "grey")), 4,
      t("Một bức ảnh, bốn bộ lọc. Đỏ là dương, xanh là âm, trắng là 0.", "One photo, four filters. Red is positive, blue is negative, white is 0."));
    yield takeaway("Kernel là câu hỏi “mẫu này có ở đây không?”; feature map là câu trả lời cho mọi vị trí.", "A kernel is the question “is this pattern here?”; the feature map is the answer for every place.");
  },
};
