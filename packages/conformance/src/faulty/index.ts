import { convolutionBugs } from "./convolution-bugs.js";
import { kernelBugs } from "./kernel-bugs.js";
import { ownershipBugs } from "./ownership-bugs.js";
import type { PlantedBug } from "./plant.js";
import { poolingBugs } from "./pooling-bugs.js";
import { trainingBugs } from "./training-bugs.js";

export { plant, type PlantedBug } from "./plant.js";

/** Every mistake that the suite must notice. */
export const plantedBugs: readonly PlantedBug[] = [...convolutionBugs, ...poolingBugs, ...kernelBugs, ...trainingBugs, ...ownershipBugs];
