import type { Words } from "./words.js";

/**
 * The words of the pictures in Vietnamese.
 *
 * @example
 * const svg = lineChart({ title: "Loss", xLabel: "epoch", yLabel: "loss", series: [{ name: "tập huấn luyện", points: [[1, 0.5], [2, 0.2]] }], words: vietnamese });
 */
export const vietnamese: Words = {
  lineChart: {
    noData: "không có dữ liệu",
    about: (yLabel, xLabel) => `Biểu đồ đường: ${yLabel} theo ${xLabel}.`,
    empty: (series) => `${series}: không có điểm nào.`,
    series: (series, count, first, last, lowest, highest) => `${series}: ${count} điểm, đầu ${first}, cuối ${last}, thấp nhất ${lowest}, cao nhất ${highest}.`,
    point: (y, x) => `${y} tại ${x}`,
  },
  barChart: {
    about: (valueLabel, count) => `Biểu đồ cột: ${valueLabel}, ${count} cột.`,
    more: (count) => `, và ${count} cột nữa`,
  },
  confusionMatrix: {
    about: (classes) => `Ma trận nhầm lẫn của ${classes} lớp; hàng là nhãn thật, cột là nhãn dự đoán.`,
    summary: (samples, accuracy) => `${samples} mẫu, độ chính xác ${accuracy}`,
    colours: "xanh: đúng, cam: nhầm; càng đậm thì chiếm tỉ lệ càng lớn trong hàng",
    predicted: "nhãn dự đoán",
    actual: "nhãn thật",
    total: "tổng",
    recall: "độ phủ",
    precision: "độ chuẩn xác",
    cell: (actual, predicted, count) => `${actual} được đoán là ${predicted}: ${count}`,
    mistake: (actual, predicted, count) => `${actual} thành ${predicted} (${count})`,
    mistakes: (worst) => `Nhầm nhiều nhất: ${worst}.`,
    noMistakes: "Không nhầm lần nào.",
  },
  grid: {
    about: (count, height, width) => `Lưới ${count} bản đồ, mỗi bản đồ ${height} × ${width} giá trị.`,
    more: (count) => `; và ${count} bản đồ nữa`,
    colours: {
      grey: "Đen là giá trị nhỏ nhất, trắng là lớn nhất.",
      heat: "Đen là giá trị nhỏ nhất, vàng nhạt là lớn nhất.",
      signed: "Xanh là dưới 0, trắng là 0, đỏ là trên 0.",
    },
    ownRange: "Mỗi bản đồ có khoảng giá trị riêng.",
    sharedRange: (low, high) => `Mọi bản đồ dùng chung khoảng từ ${low} đến ${high}.`,
    map: (index) => `bản đồ ${index}`,
    photo: (index) => `ảnh ${index}`,
    channel: (index) => `kênh ${index}`,
    kernel: (index) => `kernel ${index}`,
    values: (low, high) => `giá trị ${low} : ${high}`,
    infinities: (values) => `${values} và vô cực`,
    notFinite: "không có giá trị hữu hạn",
    nan: (sign) => `${sign} là NaN`,
    magenta: "hồng tím",
  },
};
