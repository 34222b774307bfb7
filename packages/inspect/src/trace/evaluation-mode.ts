import { namedLayers } from "@convoke/nn";

/** Runs `body` as after `evaluate`, and gives every layer its mode back: looking at a model moves no running statistics and draws no dropout. */
export function inEvaluationMode<T>(model: object, body: () => T): T {
  const training = namedLayers(model).filter(([, layer]) => "training" in layer && layer.training === true);
  for (const [, layer] of training) Object.assign(layer, { training: false });
  try {
    return body();
  } finally {
    for (const [, layer] of training) Object.assign(layer, { training: true });
  }
}
