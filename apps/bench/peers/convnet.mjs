import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

export const convnet = require("convnetjs");
export const { version } = require("convnetjs/package.json");
