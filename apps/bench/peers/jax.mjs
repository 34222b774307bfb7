import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import * as all from "@jax-js/jax";

const require = createRequire(import.meta.url);

export const jax = all;
export const { version } = require(join(dirname(require.resolve("@jax-js/jax")), "../package.json"));   // the package does not export it
