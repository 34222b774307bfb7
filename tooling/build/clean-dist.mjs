// Empties dist of the package in the current folder, so that a deleted source leaves nothing behind.
import { rmSync } from "node:fs";

rmSync("dist", { recursive: true, force: true });
