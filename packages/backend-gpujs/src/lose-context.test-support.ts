/** The GL context that was made last: that of the newest backend. */
let newest: WebGLRenderingContext | null = null;

const original = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
  const context: unknown = (original as (...all: unknown[]) => unknown).apply(this, args);
  if (context instanceof WebGLRenderingContext || context instanceof WebGL2RenderingContext) newest = context as WebGLRenderingContext;
  return context;
} as typeof original;

/** Loses the GL context of the newest backend, as a driver does that restarts. */
export function loseContext(): void {
  newest!.getExtension("WEBGL_lose_context")!.loseContext();
}
