import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Database } from './database';

/** A fact about the database as a whole. `demo_school`: it holds the demo school, whose passwords are published. */
export type StoreMark = 'demo_school';

/**
 * Work that one of all processes does at a time. `search_sweep`: the look through the search indexes. `likeness_sweep`: that for
 * questions which have not been compared.
 */
export type SharedWork = 'search_sweep' | 'likeness_sweep';

/** The instant of work that nobody has done yet. */
const NEVER = new Date(0);

/** What is kept about the database as a whole: facts, and when some process last began some work. */
@Injectable()
export class StoreMarks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Writes a fact, in the running transaction. */
  async set(mark: StoreMark): Promise<void> {
    await this.add(mark, this.clock.now());
  }

  /**
   * True for one of all processes, which then does the work, and for none again before the time has passed: not for those
   * that ask at the same moment, and not for others if the one is killed meanwhile.
   */
  async claim(work: SharedWork, milliseconds: number): Promise<boolean> {
    const now = this.clock.now();
    await this.add(work, NEVER);
    const { affectedRows } = await this.database.run(
      'UPDATE store_marks SET marked_at = ? WHERE name = ? AND marked_at <= ?',
      [now, work, new Date(now.getTime() - milliseconds)],
    );
    return affectedRows === 1;
  }

  private async add(name: StoreMark | SharedWork, instant: Date): Promise<void> {
    await this.database.run('INSERT IGNORE INTO store_marks (name, marked_at) VALUES (?, ?)', [
      name,
      instant,
    ]);
  }
}
