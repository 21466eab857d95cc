// Of many pieces of work that follow each other quickly only the last one counts: it waits for a pause, and what was
// begun before is called off, its answer ignored.

/** Work that may be called off. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/** Does the latest of many pieces of work. */
export class Latest<T> {
  private timer: NodeJS.Timeout | undefined;
  private running: AbortController | undefined;

  /** `done` takes what came of the work that was not overtaken. */
  constructor(private readonly done: (result: T) => void) {}

  /** Puts this work in the place of any before it, after a pause in milliseconds. */
  put(pause: number, work: Work<T>): void {
    this.stop();
    const running = new AbortController();
    this.running = running;
    this.timer = setTimeout(() => void this.run(running, work), pause);
  }

  /** Calls off what is waiting or running. */
  stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = undefined;
  }

  private async run(running: AbortController, work: Work<T>): Promise<void> {
    const result = await work(running.signal);
    if (!running.signal.aborted) {
      this.running = undefined;
      this.done(result);
    }
  }
}
