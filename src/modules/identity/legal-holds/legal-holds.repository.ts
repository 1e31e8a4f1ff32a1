import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, type Repository } from 'typeorm';
import { Database } from '../../../shared/database/database';
import { fromBinary, toBinary } from '../../../shared/database/ids';
import { LegalHold } from './legal-hold.entity';

/** Of the holds of a person, so many are listed. */
export const MOST_LISTED = 100;

@Injectable()
export class LegalHoldsRepository {
  constructor(
    private readonly database: Database,
    @InjectRepository(LegalHold) private readonly holds: Repository<LegalHold>,
  ) {}

  /** Until the transaction ends, nothing about the person is erased. False if there is nobody. */
  async lockPerson(userId: string): Promise<boolean> {
    const row = await this.database.row('SELECT 1 FROM users WHERE id = ? FOR UPDATE', [toBinary(userId)]);
    return row !== undefined;
  }

  async insert(hold: Omit<LegalHold, 'user'>): Promise<void> {
    await this.holds.insert(hold);
  }

  async find(id: string): Promise<LegalHold | null> {
    return this.holds.findOneBy({ id });
  }

  /** Newest first. */
  async of(userId: string): Promise<LegalHold[]> {
    return this.holds.find({ where: { userId }, order: { id: 'DESC' }, take: MOST_LISTED });
  }

  /** Those of the person that nobody has lifted, oldest first; some may have ended. */
  async unlifted(userId: string): Promise<LegalHold[]> {
    return this.holds.find({ where: { userId, liftedAt: IsNull() }, order: { id: 'ASC' } });
  }

  /** Which of the people have a hold in force. */
  async heldAmong(userIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
    if (userIds.length === 0) return new Set();
    const rows = await this.database.query<{ userId: Buffer }>(
      `SELECT DISTINCT h.user_id AS userId FROM legal_holds h
         WHERE h.user_id IN (?) AND h.lifted_at IS NULL AND (h.holds_until IS NULL OR h.holds_until > ?)`,
      [userIds.map(toBinary), now],
    );
    return new Set(rows.map(({ userId }) => fromBinary(userId)));
  }

  /** Once: who lifted it first stays. */
  async lift(id: string, by: string, at: Date): Promise<void> {
    await this.holds.update({ id, liftedAt: IsNull() }, { liftedBy: by, liftedAt: at });
  }
}
