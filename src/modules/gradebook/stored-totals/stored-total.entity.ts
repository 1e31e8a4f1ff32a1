import { Column, Entity, Index } from 'typeorm';
import { DecimalColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

export const TOTAL_SCOPES = ['course', 'category', 'period'] as const;
/** What a stored total is of: all of a course, or one of its categories or grading periods. */
export type TotalScope = (typeof TOTAL_SCOPES)[number];

/**
 * The four totals of a learner in a course, or in a part of it, exact: fractions as `7/8`, NULL without a total. All rows of a learner in
 * a course are written together, and say the same of version, revision and instants.
 */
@Entity('stored_totals')
@Index('ix_stored_totals_order', ['courseId', 'scopeKind', 'scopeId', 'sortKey', 'userId'])
@Index('ix_stored_totals_user', ['userId', 'courseId'])
export class StoredTotal {
  @UuidColumn({ primary: true })
  courseId: string;

  @UuidColumn({ primary: true })
  userId: string;

  @Column({ type: 'varchar', length: 20, primary: true })
  scopeKind: TotalScope;

  /** Of the course, the category, or the grading period. */
  @UuidColumn({ primary: true })
  scopeId: string;

  /** Of the structure of the course that they were computed by. */
  @Column({ type: 'int' })
  structureVersion: number;

  /** Grows each time they are written, so that of two who compute them at once the second notices. */
  @Column({ type: 'int', default: 1 })
  revision: number;

  @InstantColumn()
  computedAt: Date;

  /** From then on they may be others, though nobody does anything; null: never. */
  @InstantColumn({ nullable: true })
  holdsUntil: Date | null;

  @Column({ type: 'text', nullable: true })
  postedCurrent: string | null;

  @Column({ type: 'text', nullable: true })
  postedFinal: string | null;

  @Column({ type: 'text', nullable: true })
  currentOfAll: string | null;

  @Column({ type: 'text', nullable: true })
  finalOfAll: string | null;

  /** `currentOfAll`, rounded: the order of learners by total. */
  @DecimalColumn(38, 20, { nullable: true })
  sortKey: string | null;
}
