// What are mean and standard deviation of numbers met one by one? Called by sideFit.ts.

/** Mean and standard deviation of the numbers added so far (Welford 1962): no square of a large mean is subtracted from another. */
export class Moments {
  #count = 0;
  #mean = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    const change = value - this.#mean;
    this.#mean += change / this.#count;
    this.#squares += change * (value - this.#mean);
  }

  clear(): void {
    this.#count = 0;
    this.#mean = 0;
    this.#squares = 0;
  }

  /** NaN of nothing. */
  get mean(): number {
    return this.#count === 0 ? Number.NaN : this.#mean;
  }

  /** Of the population: divided by the number. NaN of nothing, 0 of one. */
  get deviation(): number {
    return Math.sqrt(this.#squares / this.#count);
  }
}
