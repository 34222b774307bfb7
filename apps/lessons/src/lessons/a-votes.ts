import { inspect, models, nn, noGrad, slice } from "convoke";
import { bars, pictures, show, takeaway, text } from "../blocks/make.js";
import { math, sub, sum } from "../blocks/math.js";
import { t } from "../blocks/text.js";
import { firstOf } from "../digits.js";
import type { Lesson } from "../lesson.js";
import { activations } from "../networks/features.js";
import { list } from "../numbers.js";
import { planePng } from "../planes.js";

const digit = 3;
const rival = 8;

export const votes: Lesson = {
  id: "A-3.4",
  title: t("Hội đồng bỏ phiếu: điểm số từ đâu ra", "A council of votes: where a score comes from"),
  trains: true,
  async *run({ check, digits, networks }) {
    yield text(
      `Sau tích chập, ReLU và gộp, các bản đồ được dát phẳng thành một danh sách đặc trưng. Lớp nối đầy đủ cho mỗi đặc trưng một **lá phiếu** cho từng lớp: giá trị của đặc trưng nhân với trọng số của nó. Điểm của lớp là tổng mọi phiếu, cộng bias – không có gì bí mật, đếm được hết.`,
      `Behind convolutions, ReLUs and pooling the maps are flattened into a list of features. The fully connected layer gives each feature a **vote** for every class: the feature's value times its weight. The score of a class is the sum of all votes, plus a bias. Nothing is hidden, everything can be counted.`,
    );
    yield show(math`${sub("s", "c")} = ${sub("b", "c")} + ${sum("k")} ${sub("W", "c, k")} · ${sub("f", "k")}`);
    const model = (await networks.get("lenet")).model as models.LeNet;
    const all = await digits();
    const { images } = all.test.batch([all.test.labels.indexOf(digit)]);
    const features = await list(activations(model.convLayers, images).at(-1)!);             // 16 × 4 × 4
    const council = model.fcLayers[0] as nn.Linear;
    const votesFor = async (target: number): Promise<inspect.ClassVotes> => inspect.classVotes(model, images, { target });
    const scores = await list(noGrad(() => model.forward(images)));
    const [mine, rivals] = [await votesFor(digit), await votesFor(rival)];
    const [cast, other] = [Array.from(mine.votes), Array.from(rivals.votes)];
    const total = (ballots: readonly number[]): number => ballots.reduce((a, b) => a + b, 0);
    check(t(`điểm của “${digit}” = Σ phiếu + bias`, `score of “${digit}” = Σ votes + bias`), total(cast) + mine.bias, scores[digit]!, 1e-3);
    check(t(`điểm của “${rival}” = Σ phiếu + bias`, `score of “${rival}” = Σ votes + bias`), total(other) + rivals.bias, scores[rival]!, 1e-3);
    const weights = await list(slice(council.weight, digit));
    check(t("mỗi phiếu = trọng số × đặc trưng", "each vote = weight × feature"), cast, features.map((feature, k) => feature * weights[k]!), 1e-4);
    check(t("số cử tri: 16 kênh × 4 × 4", "voters: 16 channels × 4 × 4"), cast.length, 256);

    const ranked = cast.map((vote, k) => ({ vote, k })).sort((a, b) => Math.abs(b.vote) - Math.abs(a.vote));
    const name = (k: number) => t(`kênh ${Math.floor(k / 16)}, ô (${Math.floor((k % 16) / 4)}, ${k % 4})`, `channel ${Math.floor(k / 16)}, cell (${Math.floor((k % 16) / 4)}, ${k % 4})`);
    yield pictures("voter-digit", [
      { png: await planePng(Float32Array.from(firstOf(all, digit).flat()), 28, "grey", 8), title: t("ảnh", "the picture"), alt: t("Chữ số 3", "A digit 3") },
      { png: await planePng(byPlace(cast), 4, "signed", 56), title: t(`phiếu cho “${digit}”, theo vị trí`, `votes for “${digit}”, by place`), alt: t("Bản đồ phiếu", "Map of the votes") },
      { png: await planePng(byPlace(other), 4, "signed", 56), title: t(`phiếu cho “${rival}”, theo vị trí`, `votes for “${rival}”, by place`), alt: t("Bản đồ phiếu", "Map of the votes") },
    ], 3, t(`LeNet 8-16 nhìn một số ${digit}. Mỗi ô 4 × 4 gộp phiếu của 16 kênh tại đó: đỏ là phiếu thuận, xanh là phiếu chống.`, `LeNet 8-16 looks at a ${digit}. Each of 4 × 4 cells adds up the votes of its 16 channels: red for, blue against.`));
    yield bars(ranked.slice(0, 10).map(({ vote, k }) => ({ label: name(k), value: vote, note: vote < 0 ? t("chống", "against") : "" })), t(`Mười cử tri lớn tiếng nhất về lớp “${digit}”, trong 256.`, `The ten loudest of 256 voters on class “${digit}”.`));
    yield bars(scores.map((score, label) => ({ label: String(label), value: score })), t("Kết quả kiểm phiếu: điểm của mười lớp. Thanh gạch chéo là điểm âm.", "The count: scores of the ten classes. Hatched bars are below zero."));
    check(t("lớp thắng cử", "the winner"), scores.indexOf(Math.max(...scores)), digit);
    const against = ranked.filter(({ vote }) => vote < 0).length;
    check.atLeast(t("có cả phiếu chống", "there are votes against, too"), against, 1);
    const silent = features.filter((value) => value === 0).length;
    check(t("đặc trưng bằng 0 thì bỏ phiếu trắng", "a feature of 0 abstains"), cast.filter((vote) => vote === 0).length, silent);
    yield text(
      `Một chi tiết hay bị bỏ qua: ReLU chỉ bảo đảm *đặc trưng* không âm. *Phiếu* thì vẫn có thể chống, vì trọng số W được phép âm: “tôi thấy vòng khép kín bên trái, nên đây *không phải* số ${digit}”. Có ${silent} trong 256 đặc trưng bằng 0: họ bỏ phiếu trắng.`,
      `An easily missed detail: ReLU only makes sure that *features* are not negative. A *vote* can still be against, for a weight W may be: “I see a closed loop on the left, so this is *not* a ${digit}”. ${silent} of the 256 features are 0: they abstain.`,
    );
    yield takeaway("Điểm của một lớp là tổng các lá phiếu; hỏi “vì sao?” là hỏi ai đã bỏ phiếu lớn nhất.", "A score is a sum of votes; to ask “why?” is to ask who voted loudest.");

    function byPlace(ballots: readonly number[]): Float32Array {
      return Float32Array.from({ length: 16 }, (_, place) => total(ballots.filter((_, k) => k % 16 === place)));
    }
  },
};
