/** What a run holds that must be let go of, whichever way it ends; the last first. */
export class Holdings {
  private readonly closers: (() => Promise<void>)[] = [];
  private closing: Promise<void> | undefined;

  add(close: () => Promise<void>): void {
    this.closers.push(close);
  }

  /** May be called by who was interrupted while another call is at it: both wait for all to be gone. */
  close(): Promise<void> {
    this.closing ??= this.closeAll().finally(() => (this.closing = undefined));
    return this.closing;
  }

  private async closeAll(): Promise<void> {
    for (let close = this.closers.pop(); close; close = this.closers.pop()) await close();
  }
}
