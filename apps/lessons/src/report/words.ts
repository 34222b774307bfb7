import type { BackendInfo } from "convoke";
import { t, type Text } from "../blocks/text.js";

export const titles = { vi: "Mạng tích chập, nhìn tận mắt", en: "Convolutional networks, seen with your own eyes" } as const;

export const introduction: Text = t(
  `Một mạng tích chập (CNN) nhìn ảnh thế nào, học thế nào, và vì sao nó được xây như thế? Trang này đi qua mọi ví dụ của hai tài liệu tiếng Việt, theo đúng thứ tự của chúng: mỗi con số đều do một chương trình ngắn **tính lại** rồi mới so với tài liệu, mỗi hình đều được vẽ từ chính phép tính ấy.

   Những bảng số có nền màu là ma trận: đỏ là dương, xanh là âm. Ở các hình có dấu ⊛ bạn có thể chọn từng ô kết quả – bằng chuột, ngón tay hay các phím mũi tên – để xem nó sinh ra từ những phép nhân nào. Ô **Đính chính** nói rõ chỗ tài liệu viết chưa đúng; ô **Ghi nhớ** là điều nên mang theo.`,
  `How does a convolutional network (CNN) see a picture, how does it learn, and why is it built the way it is? This page walks through every example of two Vietnamese course documents, in their order: each number was **computed** by a short program before it was compared with the document, and each figure was drawn from that computation.

   Coloured tables of numbers are matrices: red is positive, blue is negative. In figures with the sign ⊛ you can choose a cell of the result, with mouse, finger or arrow keys, and see the products it was made of. A box **Correction** says where a document is not right; **Remember** is what to take along.`,
);

export const documents: Text = t(
  `**Hai tài liệu.** A: *Hiểu và Xây dựng CNN gốc với góc nhìn từ bộ lọc Kernel*, nhóm AIO_TimeSeries, 2025. B: *Computer Vision: Deep Convolutional Neural Networks*, Nguyễn Hải Triều, Trường Đại học Nha Trang, 2024. Lời giải thích ở đây là của chúng tôi.

   **Ảnh.** *Astronaut*: NASA, Eileen Collins, phạm vi công cộng. *Chelsea*: Stéfan van der Walt, CC0. Chữ số: MNIST, Yann LeCun và Corinna Cortes.`,
  `**The two documents.** A: *Hiểu và Xây dựng CNN gốc với góc nhìn từ bộ lọc Kernel* (Understanding and building CNNs from the kernel's perspective), group AIO_TimeSeries, 2025. B: *Computer Vision: Deep Convolutional Neural Networks*, Nguyễn Hải Triều, Nha Trang University, 2024. The explanations here are ours.

   **Pictures.** *Astronaut*: NASA, Eileen Collins, public domain. *Chelsea*: Stéfan van der Walt, CC0. Digits: MNIST, Yann LeCun and Corinna Cortes.`,
);

export function closing({ name, threads }: BackendInfo): Text {
  return t(
    `Trang này do lệnh \`npm run lessons\` của Convoke viết ra (backend ${name}, ${threads} luồng). Mỗi bài là một tệp ngắn trong \`apps/lessons/src/lessons\`; \`npm run lessons -- --only A-2.1 --lang vi\` chạy riêng một bài trong cửa sổ lệnh.`,
    `This page was written by Convoke's \`npm run lessons\` (backend ${name}, ${threads} threads). Each lesson is a short file in \`apps/lessons/src/lessons\`; \`npm run lessons -- --only A-2.1 --lang en\` runs a single one in a terminal.`,
  );
}
