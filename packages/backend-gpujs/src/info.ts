import type { BackendInfo } from "@convoke/core/backend";
import { maxElements, type Device } from "./device.js";
import type { GpuMode } from "./mode.js";

const plainModes: Readonly<Partial<Record<GpuMode, string>>> = {
  webasm: "WebAssembly with SIMD in the calling thread",
  cpu: "JavaScript in the calling thread",
};

/** What runs: the mode and why, the renderer, whether it is software (headless GL does not tell), limits and counts. */
export function describeDevice(device: Device, reason: string): BackendInfo {
  const gl = device.context;
  const renderer = gl ? rendererOf(gl) : plainModes[device.mode]!;
  return {
    name: "gpujs",
    mode: device.mode,
    reason,
    renderer,
    ...(device.mode === "headlessgl" ? {} : { software: gl === null || /swiftshader|llvmpipe|softpipe|software|basic render/i.test(renderer) }),
    maxElements,
    ...(gl ? { maxTextureSize: gl.getParameter(gl.MAX_TEXTURE_SIZE) as number } : {}),
    ...device.counts,
  };
}

function rendererOf(gl: WebGLRenderingContext | WebGL2RenderingContext): string {
  const extension = gl.getExtension("WEBGL_debug_renderer_info");
  return String(gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
}
