import type { Texture } from "./library.js";

type Context = WebGLRenderingContext | WebGL2RenderingContext;

/** A wait for the device ends with an error after this time. */
const patience = 120_000;
/** Turns of the event loop before a wait turns to timers, which leave the processor to others. */
const quickTurns = 50;

/**
 * Reads textures with a framebuffer of its own: as one float a texel where the driver can, else as RGBA.
 *
 * On WebGL 2 the copy goes to a buffer, in order with all other commands, and the data is fetched when a fence says that it is there.
 */
export class TextureReader {
  readonly #gl: Context;
  readonly #gl2: WebGL2RenderingContext | null;
  readonly #framebuffer: WebGLFramebuffer;
  #channels: 1 | 4 | null = null;

  constructor(gl: Context) {
    this.#gl = gl;
    this.#gl2 = "fenceSync" in gl ? gl : null;
    this.#framebuffer = gl.createFramebuffer()!;
  }

  readSync(texture: Texture, size: number): Float32Array {
    const { width, height, format, channels } = this.#bind(texture);
    const pixels = new Float32Array(width * height * channels);
    this.#gl.readPixels(0, 0, width, height, format, this.#gl.FLOAT, pixels);
    this.#unbind();
    this.#checkErrors();
    return firstChannel(pixels, channels, size);
  }

  async read(texture: Texture, size: number): Promise<Float32Array> {
    const gl = this.#gl2;
    if (gl === null) return this.readSync(texture, size);
    const { width, height, format, channels } = this.#bind(texture);
    const pixels = new Float32Array(width * height * channels);
    const buffer = gl.createBuffer();
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.bufferData(gl.PIXEL_PACK_BUFFER, pixels.byteLength, gl.STREAM_READ);
    gl.readPixels(0, 0, width, height, format, gl.FLOAT, 0);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    this.#unbind();
    try {
      await this.finish();
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
      gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, pixels);
      gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    } finally {
      gl.deleteBuffer(buffer);
    }
    this.#checkErrors();
    return firstChannel(pixels, channels, size);
  }

  /** Resolves when everything enqueued so far has run. */
  async finish(): Promise<void> {
    const gl = this.#gl2;
    if (gl === null) {
      // finish() only flushes in Chromium; a pixel of the canvas cannot be read before all is done.
      this.#gl.bindFramebuffer(this.#gl.FRAMEBUFFER, null);
      this.#gl.readPixels(0, 0, 1, 1, this.#gl.RGBA, this.#gl.UNSIGNED_BYTE, new Uint8Array(4));
      return this.#checkErrors();
    }
    const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const start = performance.now();
    try {
      for (let turn = 0; ; turn++) {
        if (fence === null || gl.isContextLost()) throw new Error("the context was lost");
        const status = gl.clientWaitSync(fence, 0, 0);
        if (status === gl.ALREADY_SIGNALED || status === gl.CONDITION_SATISFIED) return;
        if (status === gl.WAIT_FAILED) throw new Error("the wait for the device failed");
        if (performance.now() - start > patience) throw new Error(`the device did not finish in ${patience / 1000} s`);
        await (turn < quickTurns ? nextTask() : sleep());
      }
    } finally {
      gl.deleteSync(fence);
    }
  }

  dispose(): void {
    this.#gl.deleteFramebuffer(this.#framebuffer);
  }

  #bind({ texture, size }: Texture): { width: number; height: number; format: number; channels: 1 | 4 } {
    const gl = this.#gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.#framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    this.#channels ??= this.#readsRed() ? 1 : 4;
    const channels = this.#channels;
    return { width: size[0]!, height: size[1]!, format: channels === 1 ? this.#gl2!.RED : gl.RGBA, channels };
  }

  #unbind(): void {
    const gl = this.#gl;
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, null, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  }

  #readsRed(): boolean {
    const gl = this.#gl2;
    return gl !== null && gl.getParameter(gl.IMPLEMENTATION_COLOR_READ_FORMAT) === gl.RED && gl.getParameter(gl.IMPLEMENTATION_COLOR_READ_TYPE) === gl.FLOAT;
  }

  /** A loss in between gives zeros, and so does running out of memory. */
  #checkErrors(): void {
    const gl = this.#gl;
    if (gl.isContextLost()) throw new Error("the context was lost");
    const error = gl.getError();
    if (error !== gl.NO_ERROR) throw new Error(error === gl.OUT_OF_MEMORY ? "the device is out of memory" : `WebGL error ${error}`);
  }
}

function firstChannel(pixels: Float32Array, channels: 1 | 4, size: number): Float32Array {
  if (channels === 1) return pixels.length === size ? pixels : pixels.slice(0, size);
  return Float32Array.from({ length: size }, (_, i) => pixels[4 * i]!);
}

function sleep(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** A turn of the event loop; a timer may wait 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
