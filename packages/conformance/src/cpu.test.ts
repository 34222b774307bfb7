import { cpu } from "@convoke/backend-cpu";
import { testBackend } from "./vitest.js";

testBackend(() => cpu());
