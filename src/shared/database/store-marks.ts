import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Database } from './database';

/** What is known of a store as a whole. `demo_school`: it was filled with the demo school, whose passwords are published. */
export type StoreMark = 'demo_school';

/** Notes what is known of the store as a whole, in the running transaction. */
@Injectable()
export class StoreMarks {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async set(mark: StoreMark): Promise<void> {
    await this.database.run('INSERT IGNORE INTO store_marks (name, marked_at) VALUES (?, ?)', [
      mark,
      this.clock.now(),
    ]);
  }
}
