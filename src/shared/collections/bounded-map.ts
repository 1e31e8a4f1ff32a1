/** Values by key, of bounded size in all: the ones that were added first go when there is no room. */
export class BoundedMap<Value> {
  private readonly entries = new Map<string, { value: Value; size: number }>();
  private size = 0;

  /**
   * @param most size of all values together, in the unit of `sizeOf`
   * @param sizeOf of one value; 1 by default, so that `most` is their number
   */
  constructor(
    private readonly most: number,
    private readonly sizeOf: (value: Value) => number = () => 1,
  ) {}

  get(key: string): Value | undefined {
    return this.entries.get(key)?.value;
  }

  /** A value that is larger than all may be together is not kept. */
  set(key: string, value: Value): void {
    this.delete(key);
    const size = this.sizeOf(value);
    if (size > this.most) return;
    for (const oldest of this.entries.keys()) {
      if (this.size + size <= this.most) break;
      this.delete(oldest);
    }
    this.entries.set(key, { value, size });
    this.size += size;
  }

  private delete(key: string): void {
    const known = this.entries.get(key);
    if (!known) return;
    this.entries.delete(key);
    this.size -= known.size;
  }
}
