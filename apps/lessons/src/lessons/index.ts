import { t, type Text } from "../blocks/text.js";
import type { Lesson } from "../lesson.js";
import { bottleneck } from "./a-bottleneck.js";
import { correlationConvolution } from "./a-correlation-convolution.js";
import { featureHierarchy } from "./a-feature-hierarchy.js";
import { googleNet } from "./a-googlenet.js";
import { gradientInput } from "./a-gradient-input.js";
import { gradientKernel } from "./a-gradient-kernel.js";
import { kernelTorch } from "./a-kernel-torch.js";
import { oneByOne } from "./a-one-by-one.js";
import { overfitting } from "./a-overfitting.js";
import { parameterExplosion } from "./a-parameter-explosion.js";
import { pixels } from "./a-pixels.js";
import { poolingOneByOne } from "./a-pooling-one-by-one.js";
import { pooling } from "./a-pooling.js";
import { receptiveField } from "./a-receptive-field.js";
import { reluGate } from "./a-relu-gate.js";
import { stridePadding } from "./a-stride-padding.js";
import { vanishingGradient } from "./a-vanishing-gradient.js";
import { votes } from "./a-votes.js";
import { channels } from "./b-channels.js";
import { convLayer } from "./b-conv2d.js";
import { featureMaps } from "./b-feature-maps.js";
import { mlp } from "./b-mlp.js";
import { modules } from "./b-modules.js";
import { padding } from "./b-padding.js";
import { permutedPixels } from "./b-permuted.js";
import { poolingLayers } from "./b-pooling.js";
import { rows } from "./b-rows.js";
import { shift } from "./b-shift.js";
import { tasks } from "./b-tasks.js";
import { tensors } from "./b-tensors.js";
import { weightSharing } from "./b-weight-sharing.js";

export interface Part {
  /** Whose part it is. */
  readonly document: Text;
  readonly number: number;
  readonly title: Text;
  readonly lessons: readonly Lesson[];
}

const documentA = t("Tài liệu A", "Document A");
const documentB = t("Tài liệu B", "Document B");

/** The course, in reading order. */
export const parts: readonly Part[] = [
  { document: documentA, number: 1, title: t("Vì sao MLP bó tay với ảnh?", "Why MLPs are helpless with pictures"), lessons: [pixels, parameterExplosion, overfitting] },
  { document: documentA, number: 2, title: t("Tư duy bộ lọc", "Thinking in filters"), lessons: [kernelTorch, stridePadding, pooling] },
  { document: documentA, number: 3, title: t("Kiến trúc: từ phân rã đến hội đồng bỏ phiếu", "Architecture: from parts to a council of votes"), lessons: [featureHierarchy, reluGate, vanishingGradient, receptiveField, votes] },
  { document: documentA, number: 4, title: t("Lan truyền ngược và sự thật về phép xoay", "Backpropagation and the truth about turning"), lessons: [gradientKernel, gradientInput, correlationConvolution] },
  { document: documentA, number: 5, title: t("CNN nâng cao: tích chập 1×1", "Advanced CNNs: 1×1 convolutions"), lessons: [oneByOne, googleNet, bottleneck, poolingOneByOne] },
  { document: documentB, number: 1, title: t("Ảnh, MLP và chữ số", "Pictures, MLPs and digits"), lessons: [tensors, tasks, rows, mlp, permutedPixels, shift] },
  { document: documentB, number: 2, title: t("Các lớp của CNN", "The layers of a CNN"), lessons: [modules, convLayer, weightSharing, channels, poolingLayers, featureMaps, padding] },
];

export const lessons: readonly Lesson[] = parts.flatMap((part) => part.lessons);
