// How often a server that ends by itself is started again.

/** So many times within the span it is started again. */
const MOST = 4;

/** The span, in milliseconds. */
const SPAN = 3 * 60 * 1000;

/** Counts the times at which a server ended. */
export class Restarts {
  private ends: number[] = [];

  /** Notes that the server ended at this time, in milliseconds, and says whether to start it again. */
  another(now: number): boolean {
    this.ends = [...this.ends.filter((end) => now - end < SPAN), now];
    return this.ends.length <= MOST;
  }
}
