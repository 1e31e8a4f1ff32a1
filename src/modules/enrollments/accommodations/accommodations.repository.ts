import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Conditions } from '../../../shared/database/conditions';
import { countUpTo } from '../../../shared/database/count-up-to';
import { Database } from '../../../shared/database/database';
import { newId, toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { ListOrder, type Place } from '../../../shared/http/list-order';
import { NEXT_VERSION } from '../../../shared/database/columns';
import { AccommodationChange, type AccommodationChangeKind } from './accommodation-change.entity';
import type { AccommodationFields } from './accommodation-fields';
import { Accommodation } from './accommodation.entity';

const ACCOMMODATION = columnsOf(Accommodation, 'a', [
  ...(['id', 'userId', 'courseId', 'timeFactor', 'minutesAdded', 'extraAttempts', 'daysAdded'] as const),
  ...(['restBreakMinutes', 'presentation', 'reason', 'approvedBy', 'validFrom', 'validUntil'] as const),
  ...(['version', 'createdAt', 'updatedAt', 'labelAccommodationId'] as const),
]);
export type AccommodationRecord = RowOf<typeof ACCOMMODATION>;

const CHANGE = columnsOf(AccommodationChange, 'h', [
  ...(['id', 'kind', 'beforeState', 'afterState', 'changedBy', 'changedAt'] as const),
]).andExpressions<{ givenName: string | null; familyName: string | null }>({
  givenName: 'u.given_name',
  familyName: 'u.family_name',
});
export type ChangeRecord = RowOf<typeof CHANGE>;

/** The newest first, in the order of their ids. */
export const NEWEST_FIRST = ListOrder.by<{ id: string }>('ix_accommodations_user', { id: 'id' }).reversed();
export const LATEST_CHANGE_FIRST = ListOrder.by<{ id: string }>('ix_accommodation_changes_order', {
  id: 'id',
}).reversed();

/** Writing accommodations, and lists of one person's. */
@Injectable()
export class AccommodationsRepository {
  constructor(
    @InjectRepository(Accommodation) private readonly accommodations: Repository<Accommodation>,
    @InjectRepository(AccommodationChange) private readonly changes: Repository<AccommodationChange>,
    private readonly database: Database,
  ) {}

  /** Whether there is such an account; it is held until the transaction ends. */
  async holdPerson(userId: string): Promise<boolean> {
    return this.isThere('SELECT 1 FROM users WHERE id = ? LOCK IN SHARE MODE', userId);
  }

  /** How many a person has of their own, ended or not; counted up to `most`. */
  async countOf(userId: string, most: number): Promise<number> {
    const sql = 'SELECT n.id FROM accommodations n WHERE n.user_id = ? AND n.label_accommodation_id IS NULL';
    return countUpTo(this.database, most, sql, [toBinary(userId)]);
  }

  /** Whether there is such a course; it is held until the transaction ends. */
  async holdCourse(courseId: string): Promise<boolean> {
    return this.isThere('SELECT 1 FROM courses WHERE id = ? LOCK IN SHARE MODE', courseId);
  }

  async hasCourse(courseId: string): Promise<boolean> {
    return this.isThere('SELECT 1 FROM courses WHERE id = ?', courseId);
  }

  async find(id: string): Promise<AccommodationRecord | undefined> {
    return this.read(id, '');
  }

  /** As `find`, and locks it until the transaction ends. */
  async lock(id: string): Promise<AccommodationRecord | undefined> {
    return this.read(id, 'FOR UPDATE');
  }

  async insert(accommodation: AccommodationRecord): Promise<void> {
    await this.accommodations.insert(accommodation);
  }

  async update(id: string, fields: AccommodationFields, now: Date): Promise<void> {
    await this.accommodations
      .createQueryBuilder()
      .update()
      .set({ ...fields, version: NEXT_VERSION, updatedAt: () => 'GREATEST(updated_at, :now)' })
      .setParameter('now', now)
      .where({ id })
      .execute();
  }

  async addChange(
    accommodationId: string,
    kind: AccommodationChangeKind,
    states: { before: AccommodationFields | null; after: AccommodationFields },
    by: { userId: string; at: Date },
  ): Promise<void> {
    await this.changes.insert({
      ...{ id: newId(), accommodationId, kind },
      beforeState: states.before && asState(states.before),
      afterState: asState(states.after),
      ...{ changedBy: by.userId, changedAt: by.at },
    });
  }

  /** Up to `limit` + 1 rows. */
  async ofPerson(userId: string, limit: number, after?: Place): Promise<AccommodationRecord[]> {
    const chosen = new Conditions().add('a.user_id = ?', toBinary(userId));
    if (after) NEWEST_FIRST.behind('a', after, chosen);
    const rows = await this.database.rows(
      `SELECT ${ACCOMMODATION.sql} FROM accommodations a FORCE INDEX (${NEWEST_FIRST.index})
       WHERE ${chosen.sql} ORDER BY ${NEWEST_FIRST.sql('a')} LIMIT ?`,
      [...chosen.params, limit + 1],
      ACCOMMODATION,
    );
    return rows.map(toRecord);
  }

  async countOfPerson(userId: string, most: number): Promise<number> {
    return countUpTo(this.database, most, 'SELECT a.id FROM accommodations a WHERE a.user_id = ?', [
      toBinary(userId),
    ]);
  }

  /** The latest first; up to `limit` + 1 rows. */
  async history(accommodationId: string, limit: number, after?: Place): Promise<ChangeRecord[]> {
    const chosen = new Conditions().add('h.accommodation_id = ?', toBinary(accommodationId));
    if (after) LATEST_CHANGE_FIRST.behind('h', after, chosen);
    return this.database.rows(
      `SELECT ${CHANGE.sql} FROM accommodation_changes h FORCE INDEX (${LATEST_CHANGE_FIRST.index})
         LEFT JOIN users u ON u.id = h.changed_by
       WHERE ${chosen.sql} ORDER BY ${LATEST_CHANGE_FIRST.sql('h')} LIMIT ?`,
      [...chosen.params, limit + 1],
      CHANGE,
    );
  }

  async countHistory(accommodationId: string, most: number): Promise<number> {
    const changes = 'SELECT h.id FROM accommodation_changes h WHERE h.accommodation_id = ?';
    return countUpTo(this.database, most, changes, [toBinary(accommodationId)]);
  }

  private async read(id: string, lock: '' | 'FOR UPDATE'): Promise<AccommodationRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${ACCOMMODATION.sql} FROM accommodations a WHERE a.id = ? ${lock}`,
      [toBinary(id)],
      ACCOMMODATION,
    );
    return row && toRecord(row);
  }

  private async isThere(sql: string, id: string): Promise<boolean> {
    return (await this.database.row(sql, [toBinary(id)])) !== undefined;
  }
}

function toRecord(row: AccommodationRecord): AccommodationRecord {
  return { ...row, timeFactor: plainDecimal(row.timeFactor) };
}

function asState({ validFrom, validUntil, ...rest }: AccommodationFields): AccommodationChange['afterState'] {
  return {
    ...rest,
    validFrom: validFrom.toISOString(),
    validUntil: validUntil?.toISOString() ?? null,
  };
}
