import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { JsonColumn, UuidColumn } from '../../../shared/database/columns';
import { Operation } from '../../../shared/operations/operation.entity';
import type { BulkAction, RowOutcome, RowShape } from './bulk-rows';

/** What became of a row of a bulk change, or what would become of it in a dry run. Goes with its operation. */
@Entity('enrollment_change_rows')
@Index('ix_enrollment_change_rows_person', ['userId', 'operationId'])
@Index('ix_enrollment_change_rows_outcome', ['operationId', 'outcome', 'number'])
export class EnrollmentChangeRow {
  @UuidColumn({ primary: true })
  operationId: string;

  @ManyToOne(() => Operation, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'operation_id', foreignKeyConstraintName: 'fk_enrollment_change_rows_operation' })
  operation?: unknown;

  /** From 1, in the order of the rows. */
  @PrimaryColumn({ type: 'int' })
  number: number;

  /** Of the file; null for a row of a request. */
  @Column({ type: 'int', nullable: true })
  line: number | null;

  /** As the row names the person. Cut after 255 characters. */
  @Column({ type: 'varchar', length: 255 })
  named: string;

  /** Null where the row cannot be understood. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  action: BulkAction | null;

  /** Null where nobody is so named. Without a foreign key, which would lock accounts out of their order. */
  @UuidColumn({ nullable: true })
  userId: string | null;

  /** What it is about: a role, or the id of a set of groups or of a tag. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  subject: string | null;

  /** What it asks of that: rows that ask for different things are refused. */
  @Column({ type: 'varchar', length: 100 })
  wish: string;

  @Column({ type: 'varchar', length: 10 })
  outcome: RowOutcome;

  /** Of a refusal; stable, for programs. */
  @Column({ type: 'varchar', length: 60, nullable: true })
  code: string | null;

  /** Of a refusal: a sentence for people, in English. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  message: string | null;

  @JsonColumn({ name: 'before_state', nullable: true })
  before: RowShape | null;

  @JsonColumn({ name: 'after_state', nullable: true })
  after: RowShape | null;
}
