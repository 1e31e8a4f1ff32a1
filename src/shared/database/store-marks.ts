import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Database } from './database';

/** A fact about the database as a whole. `demo_school`: it holds the demo school, whose passwords are published. */
export type StoreMark = 'demo_school';

/** Writes facts about the database as a whole, in the running transaction. */
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
