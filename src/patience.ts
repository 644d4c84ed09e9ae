/** A limit that does not itself keep the process alive. */
export const atMost = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())

/** Resolves when the work is done, or when it has taken so long that nobody should wait for it any more. */
export const patiently = (work: Promise<unknown>, ms: number): Promise<void> =>
  Promise.race([work.then(() => undefined), atMost(ms)])
