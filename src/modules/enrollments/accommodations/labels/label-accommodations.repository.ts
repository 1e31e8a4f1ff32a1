import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { columnsOf, type RowOf } from '../../../../shared/database/columns-of';
import { NEXT_VERSION } from '../../../../shared/database/columns';
import { Database } from '../../../../shared/database/database';
import { fromBinary, toBinary } from '../../../../shared/database/ids';
import { plainDecimal } from '../../../../shared/decimals/plain-decimal';
import type { AccommodationFields } from '../accommodation-fields';
import { LabelAccommodation, type LabelKind } from './label-accommodation.entity';

const RULE = columnsOf(LabelAccommodation, 'r', [
  ...(['id', 'courseId', 'labelKind', 'labelId', 'timeFactor', 'minutesAdded', 'extraAttempts'] as const),
  ...(['daysAdded', 'restBreakMinutes', 'presentation', 'reason', 'approvedBy', 'validFrom'] as const),
  ...(['validUntil', 'version', 'createdAt', 'updatedAt'] as const),
]);
export type LabelRecord = RowOf<typeof RULE>;
const READ = RULE.andExpressions<{ title: string | null; learnerCount: number }>({
  title: 'COALESCE(g.title, t.title)',
  learnerCount:
    '(SELECT COUNT(*) FROM accommodations a WHERE a.label_accommodation_id = r.id AND a.label_standing = 1)',
});
/** With what the group or tag is called (null: it is gone), and how many learners have it. */
export type ReadLabelRecord = RowOf<typeof READ>;

const FROM = `FROM label_accommodations r
  LEFT JOIN course_groups g ON g.id = r.label_id LEFT JOIN learner_tags t ON t.id = r.label_id`;

/** A group or a tag, locked. `byThemselves`: learners can come into it by themselves. */
export interface HeldLabel {
  courseId: string;
  title: string;
  byThemselves: boolean;
}

@Injectable()
export class LabelAccommodationsRepository {
  constructor(
    @InjectRepository(LabelAccommodation) private readonly rules: Repository<LabelAccommodation>,
    private readonly database: Database,
  ) {}

  async find(id: string): Promise<ReadLabelRecord | undefined> {
    const row = await this.database.row(`SELECT ${READ.sql} ${FROM} WHERE r.id = ?`, [toBinary(id)], READ);
    return row && plain(row);
  }

  /** Of a course, the newest first. */
  async of(courseId: string): Promise<ReadLabelRecord[]> {
    const rows = await this.database.rows(
      `SELECT ${READ.sql} ${FROM} WHERE r.course_id = ? ORDER BY r.id DESC`,
      [toBinary(courseId)],
      READ,
    );
    return rows.map(plain);
  }

  async countOf(courseId: string): Promise<number> {
    return this.rules.countBy({ courseId });
  }

  /** Locked until the transaction ends. */
  async lock(id: string): Promise<LabelRecord | undefined> {
    const row = await this.database.row(
      `SELECT ${RULE.sql} FROM label_accommodations r WHERE r.id = ? FOR UPDATE`,
      [toBinary(id)],
      RULE,
    );
    return row && plain(row);
  }

  /**
   * The group or the tag, undefined where there is none. Whoever puts learners into it locks the same row, so nobody comes in or leaves
   * until the transaction ends.
   */
  async hold(kind: LabelKind, id: string): Promise<HeldLabel | undefined> {
    if (kind === 'tag') {
      const tag = await this.database.row<{ courseId: Buffer; title: string }>(
        'SELECT t.course_id AS courseId, t.title FROM learner_tags t WHERE t.id = ? FOR UPDATE',
        [toBinary(id)],
      );
      return tag && { courseId: fromBinary(tag.courseId), title: tag.title, byThemselves: false };
    }
    const group = await this.database.row<{ courseId: Buffer; title: string; joining: string }>(
      `SELECT s.course_id AS courseId, g.title, s.joining FROM group_sets s JOIN course_groups g ON g.set_id = s.id
       WHERE g.id = ? FOR UPDATE`,
      [toBinary(id)],
    );
    return (
      group && {
        ...{ courseId: fromBinary(group.courseId), title: group.title },
        byThemselves: group.joining === 'by_self',
      }
    );
  }

  /** Whether a group of the set has one that is or will be in force. */
  async isSetInUse(setId: string, now: Date): Promise<boolean> {
    const found = await this.database.row(
      `SELECT 1 FROM course_groups g JOIN label_accommodations r ON r.label_id = g.id
       WHERE g.set_id = ? AND (r.valid_until IS NULL OR r.valid_until > ?) LIMIT 1`,
      [toBinary(setId), now],
    );
    return found !== undefined;
  }

  async insert(rule: LabelRecord): Promise<void> {
    await this.rules.insert(rule);
  }

  async update(id: string, fields: AccommodationFields, now: Date): Promise<void> {
    await this.rules
      .createQueryBuilder()
      .update()
      .set({ ...fields, version: NEXT_VERSION, updatedAt: () => 'GREATEST(updated_at, :now)' })
      .setParameter('now', now)
      .where({ id })
      .execute();
  }
}

function plain<Row extends { timeFactor: string }>(row: Row): Row {
  return { ...row, timeFactor: plainDecimal(row.timeFactor) };
}
