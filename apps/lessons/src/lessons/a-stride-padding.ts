import { conv2d, pad, squeeze, tensor } from "convoke";
import { correction, heading, matrices, show, slide, table, takeaway, text } from "../blocks/make.js";
import { frac, math, word } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { grid } from "../numbers.js";
import { asImage, masks } from "./the-x.js";

/** Figure 2 of document A. */
const figure = [
  [0, 0, 0, 0, 0, 0, 0],
  [0, 1, 1, 1, 0, 0, 0],
  [0, 0, 1, 1, 1, 0, 0],
  [0, 0, 0, 1, 1, 1, 0],
  [0, 0, 0, 1, 1, 0, 0],
  [0, 0, 1, 1, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0],
];
const kernel = masks.cross.map((row) => row.map((value) => Math.max(0, value)));      // ones on both diagonals

export const stridePadding: Lesson = {
  id: "A-2.3",
  title: t("Bước nhảy, lề và kích thước đầu ra", "Stride, padding, and the size of the output"),
  async *run({ check }) {
    yield text(
      `Hai cái núm điều khiển đường đi của kernel. **Bước nhảy** (stride): mỗi lần đi mấy ô. **Lề** (padding): bọc thêm mấy vòng số 0 quanh ảnh.
       Bước 1 xem kỹ từng ô; bước 2 lướt nhanh và cho ra bản đồ nhỏ bằng nửa, không cần lớp gộp nào.`,
      `Two knobs steer the walk of a kernel. **Stride**: how many cells it moves at a time. **Padding**: how many rings of zeros are put around the picture.
       Stride 1 looks at every cell; stride 2 skims and gives a map of half the size, without any pooling.`,
    );
    const [one, two] = [await grid(conv2d(asImage(figure), asImage(kernel))), await grid(conv2d(asImage(figure), asImage(kernel), null, { stride: 2 }))];
    yield slide({ input: figure, kernel, output: one, digits: 0, at: [1, 1] }, t("Ma trận hình 2 của tài liệu A, bước nhảy 1: 7 × 7 thành 5 × 5.", "The matrix of document A's figure 2, stride 1: 7 × 7 becomes 5 × 5."));
    yield slide({ input: figure, kernel, output: two, stride: 2, digits: 0, at: [1, 1] }, t("Cùng ảnh, cùng kernel, bước nhảy 2: 3 × 3.", "The same picture and kernel, stride 2: 3 × 3."));
    check(t("bước 1: 5 × 5", "stride 1: 5 × 5"), [one.length, one[0]!.length], [5, 5]);
    check(t("bước 1, hai ô tính tay", "stride 1, two cells by hand"), [one[0]![0]!, one[1]![1]!], [1 + 1, 1 + 1 + 1 + 1]);
    check(t("bước 2: 3 × 3", "stride 2: 3 × 3"), [two.length, two[0]!.length], [3, 3]);
    check(t("bước 2 là mỗi ô thứ hai của bước 1", "stride 2 is every second cell of stride 1"), two, one.filter((_, r) => r % 2 === 0).map((row) => row.filter((_, c) => c % 2 === 0)));

    yield heading("Kernel chẵn không có tâm", "An even kernel has no centre");
    const corner = await grid(conv2d(asImage(figure), tensor([[[[1, 0], [0, 0]]]])));
    check(t("kernel 2 × 2 neo ở góc trên bên trái", "a 2 × 2 kernel is anchored top left"), corner, figure.slice(0, 6).map((row) => row.slice(0, 6)));
    yield text(
      `Kernel 3 × 3 có một ô chính giữa; kernel 2 × 2 thì không, nên người ta lấy ô **trên cùng bên trái** làm mốc. Kiểm chứng: kernel [[1, 0], [0, 0]] chép lại nguyên ảnh (trừ hàng và cột cuối).`,
      `A 3 × 3 kernel has a cell in the middle; a 2 × 2 kernel has none, so its **top left** cell is the anchor. The proof: the kernel [[1, 0], [0, 0]] copies the picture (all but the last row and column).`,
    );

    yield heading("Lề bằng số 0", "Zero padding");
    yield text(
      `Không có lề, mỗi lớp 3 × 3 gọt mất một vòng ngoài, và các ô ở rìa được nhìn ít lần hơn ô ở giữa. Bọc một vòng số 0 thì kernel đặt tâm được lên cả ô ngoài cùng, và kích thước giữ nguyên.`,
      `Without padding every 3 × 3 layer peels off a ring, and cells at the edge are seen less often than those in the middle. With a ring of zeros the centre of the kernel reaches the outermost cells, and the size stays.`,
    );
    const small = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
    const padded = await grid(squeeze(pad(asImage(small), [1, 1, 1, 1])));
    yield matrices([{ cells: small }, "→", { cells: padded, frame: [1, 1, 3, 3] }]);
    const same = conv2d(asImage(figure), asImage(kernel), null, { padding: 1 });
    check(t("lề 1 giữ nguyên 7 × 7", "padding 1 keeps 7 × 7"), [...same.shape], [1, 1, 7, 7]);
    check(t("lề tay và lề của lớp như nhau", "padding by hand equals padding in the layer"), await grid(conv2d(pad(asImage(figure), [1, 1, 1, 1]), asImage(kernel))), await grid(same));

    yield heading("Công thức", "The formula");
    yield show(math`${word("O")} = ⌊${frac("I − F + 2 P", "S")}⌋ + 1`);
    const cases = [[7, 3, 0, 1], [7, 3, 0, 2], [7, 3, 1, 1], [8, 3, 0, 2], [9, 4, 1, 3], [6, 2, 0, 2], [28, 5, 2, 1]] as const;
    const rows = cases.map(([size, filter, padding, stride]) => {
      const output = conv2d(tensor(new Float32Array(size * size), { shape: [1, 1, size, size] }), tensor(new Float32Array(filter * filter), { shape: [1, 1, filter, filter] }), null, { padding, stride });
      return { size, filter, padding, stride, got: output.shape[2]!, exact: (size - filter + 2 * padding) / stride + 1 };
    });
    yield table(["I", "F", "P", "S", t("chưa làm tròn", "before rounding"), t("lớp cho ra", "the layer gives")], rows.map(({ size, filter, padding, stride, got, exact }) => [size, filter, padding, stride, Number(exact.toFixed(2)), got]));
    for (const { size, filter, padding, stride, got, exact } of rows) check(`I ${size}, F ${filter}, P ${padding}, S ${stride}`, got, Math.floor(exact));
    yield correction(
      `Tài liệu A viết công thức không có dấu làm tròn xuống ⌊ ⌋ và bảo ảnh “phải lớn tương ứng” với bước nhảy. Bước nhảy không chia hết thì mạng **không báo lỗi**: nó làm tròn xuống, tức bỏ qua vài hàng và cột cuối (xem dòng I = 8).`,
      `Document A writes the formula without the floor ⌊ ⌋ and asks for a picture that “fits” the stride. A stride that does not divide is **no error**: the size is rounded down, and the last rows and columns are left out (see I = 8).`,
    );
    yield takeaway("Bước nhảy thu nhỏ, lề giữ kích thước, làm tròn luôn luôn xuống.", "Stride shrinks, padding preserves, rounding always goes down.");
  },
};
