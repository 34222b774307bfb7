import { backendChoice, backendFlags, makeBackend } from "../backends/backends.js";
import { defineCommand } from "../command/command.js";
import { text, toggle } from "../command/flag.js";
import { twoColumns } from "../command/wrap.js";
import { dataAbout } from "../data/data.js";
import { trainedAbout, weightsFlag } from "../models/trained-about.js";

/** `convoke look IMAGE`: what a trained network sees in an image. */
export const lookCommand = defineCommand({
  name: "convoke look",
  usage: "convoke look",
  about: "Shows what a trained network sees in an image: its answer, kernels, feature maps, and where the evidence lies.",
  operands: [{ name: "IMAGE", about: "a PNG, JPEG or PNM file, or the number of a test image of --data" }],
  flags: {
    model: text("MODEL", "a model", `${trainedAbout} (default lenet-mnist)`),
    ...weightsFlag,
    data: text("DATA", "data", `${dataAbout} (default what it was trained on)`),
    layer: text("NAME", "a layer", "the layer whose maps and evidence are shown; names are those of convoke summary"),
    class: text("NAME", "a class", "the class that is explained (default the answer)"),
    invert: toggle("swap light and dark, for a digit in dark ink on white paper"),
    ...backendFlags,
    out: text("FOLDER", "a folder", "also write the pictures there, as PNG files"),
    json: toggle("print one JSON object and no pictures"),
  },
  examples: [
    ["convoke look 0", "the first test image of MNIST"],
    ["convoke look photo-of-a-seven.jpg --invert --out seven", "a photo of ink on paper; pictures into a folder"],
    ["convoke look shoe.png --model cnn-fashion-mnist --class Sneaker", "why it could be a sneaker"],
  ],
  async run({ flags, operands: [name = ""] }, { print, stdout, env }) {
    const [{ setBackend }, { loadTrained }, { readImage }, { look }] = await Promise.all([
      import("@convoke/core"), import("../models/load-trained.js"), import("../look/read-image.js"), import("../look/look.js"),
    ]);
    const backend = await makeBackend(backendChoice(flags));
    try {
      setBackend(backend);
      const trained = await loadTrained(flags.model ?? "lenet-mnist", flags.weights);
      const { title, images, normalization } = await readImage(name, trained, flags.data ?? trained.data, flags.invert ?? false);
      const [, channels, height, width] = images.shape as [number, number, number, number];
      const photo = { data: Float32Array.from(await images.data()), shape: [channels, height, width] as const, normalization };
      const seen = await look(trained, images, { ...(flags.layer !== undefined && { layer: flags.layer }), ...(flags.class !== undefined && { target: flags.class }) });
      if (flags.json) {
        const { answer, target, kernels, layer, maps, gradCam, saliency } = seen;
        const layers = [...maps].map(([mapName, { shape, data }]) => ({ name: mapName, shape, zeros: data.filter((value) => value === 0).length / data.length }));
        const heat = ({ shape, data }: typeof saliency): object => ({ shape, data: [...data] });
        print(JSON.stringify({ model: trained.name, image: title, answer, target, kernels: kernels?.shape ?? null, layer, layers, saliency: heat(saliency), gradCam: gradCam && { layer: gradCam.layer, ...heat(gradCam) } }));
      } else {
        const [{ lookText }, { terminalColourDepth }] = await Promise.all([import("../look/look-text.js"), import("@convoke/plot")]);
        const terminal = { colourDepth: terminalColourDepth(env, stdout.isTTY), lineWidth: stdout.columns || 80 };
        for (const line of lookText(`${trained.name} on ${title}`, photo, seen, terminal)) print(line);
      }
      if (flags.out !== undefined) {
        const [{ makeRunFolder }, { writeLook }] = await Promise.all([import("../train/run-folder.js"), import("../look/look-files.js")]);
        const folder = await makeRunFolder(flags.out, trained.name);
        await writeLook(folder, photo, seen);
        if (!flags.json) for (const line of ["", `${flags.out} holds`, ...twoColumns([...folder.files])]) print(line);
      }
    } finally {
      await backend.dispose();
    }
    return 0;
  },
});
