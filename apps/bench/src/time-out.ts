/** A subject gave no answer for so long that it is taken for hung. */
export class TimeOut extends Error {}

/** `promise`, or a TimeOut after so many milliseconds. */
export async function withTimeOut<T>(promise: T | Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeOut(`no answer in ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
