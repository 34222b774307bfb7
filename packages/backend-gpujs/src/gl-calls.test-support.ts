type Prototype = Record<string, (...args: unknown[]) => unknown>;

/** What crossed the border to the GPU since `reset`. */
export interface GlCalls {
  /** Textures that were made and not deleted since `watchGl`. */
  textures: number;
  /** readPixels and getBufferSubData. */
  reads: number;
  /** Elements of each texture that got host data. */
  uploads: number[];
  /** Sources of fragment shaders. */
  shaders: string[];
  reset(): void;
  restore(): void;
}

/** Counts calls of all contexts that are used from now on. */
export function watchGl(): GlCalls {
  const undo: (() => void)[] = [];
  const calls: GlCalls = {
    textures: 0, reads: 0, uploads: [], shaders: [],
    reset: () => void Object.assign(calls, { reads: 0, uploads: [], shaders: [] }),
    restore: () => undo.forEach((each) => each()),
  };
  const before = (prototype: Prototype, name: string, note: (...args: unknown[]) => void): void => {
    const original = prototype[name]!;
    prototype[name] = function (this: unknown, ...args) {
      note(...args);
      return original.apply(this, args);
    };
    undo.push(() => (prototype[name] = original));
  };
  for (const context of [WebGLRenderingContext, WebGL2RenderingContext]) {
    const prototype = context.prototype as unknown as Prototype;
    const upload = (...args: unknown[]): void => {
      const data = args.at(-1);
      if (ArrayBuffer.isView(data)) calls.uploads.push((data as Float32Array).length);
    };
    before(prototype, "createTexture", () => calls.textures++);
    before(prototype, "deleteTexture", (texture) => (calls.textures -= texture ? 1 : 0));
    before(prototype, "readPixels", () => calls.reads++);
    before(prototype, "texImage2D", upload);
    before(prototype, "texSubImage2D", upload);
    before(prototype, "shaderSource", (_, source) => String(source).includes("gl_Position") || calls.shaders.push(String(source)));
  }
  before(WebGL2RenderingContext.prototype as unknown as Prototype, "getBufferSubData", () => calls.reads++);
  return calls;
}
