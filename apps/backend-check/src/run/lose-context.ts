type Canvas = { prototype: { getContext: (...args: never[]) => unknown } };

/** The GL context that was made last: that of the newest backend. */
let newest: WebGLRenderingContext | WebGL2RenderingContext | null = null;

for (const name of ["OffscreenCanvas", "HTMLCanvasElement"] as const) {
  const canvas = (globalThis as { readonly [name: string]: unknown })[name] as Canvas | undefined;
  if (!canvas) continue;
  const original = canvas.prototype.getContext;
  canvas.prototype.getContext = function (...args) {
    const context = original.apply(this, args);
    if (typeof context === "object" && context !== null && "isContextLost" in context && "createShader" in context) newest = context as WebGLRenderingContext;
    return context;
  };
}

/** Loses the GL context of the newest backend, as a driver does that restarts. */
export function loseContext(): void {
  newest!.getExtension("WEBGL_lose_context")!.loseContext();
}
