import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import type { Sentence } from '../sentences/sentence';
import { UuidColumn } from '../database/columns';
import type { IssueSeverity } from './operation';
import { Operation } from './operation.entity';

/** Something that an operation could not do, or did in an unexpected way. */
@Entity('operation_issues')
export class OperationIssue {
  @UuidColumn({ primary: true })
  operationId: string;

  @ManyToOne(() => Operation, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'operation_id', foreignKeyConstraintName: 'fk_operation_issues_operation' })
  operation?: unknown;

  /** From 1, in the order in which they were found. */
  @PrimaryColumn({ type: 'int' })
  seq: number;

  @Column({ type: 'varchar', length: 10 })
  severity: IssueSeverity;

  @Column({ type: 'varchar', length: 255, nullable: true })
  file: string | null;

  @Column({ type: 'int', nullable: true })
  line: number | null;

  @Column({ name: 'column_name', type: 'varchar', length: 255, nullable: true })
  column: string | null;

  /** Stable, for programs. */
  @Column({ type: 'varchar', length: 60 })
  code: string;

  /** A sentence for people. Cut after 1,000 characters. */
  @Column({ type: 'varchar', length: 1000 })
  message: string;

  /** The value in the file. Cut after 255 characters. */
  @Column({ type: 'varchar', length: 255, nullable: true })
  value: string | null;
}

/** An issue as the work that found it describes it. */
export type NewIssue = Omit<OperationIssue, 'operationId' | 'operation' | 'seq' | 'message'> & {
  /** Said in English when it is stored. */
  message: Sentence;
};
