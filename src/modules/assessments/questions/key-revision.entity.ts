import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  DecimalColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { KeyPart } from '../question-types/definition-parts';
import type { Guidance } from './guidance';
import { QuestionVersion } from './question-version.entity';

export const VOIDED = ['full_credit', 'taken_out'] as const;
/** How a question counts that should not have been asked. */
export type Voided = (typeof VOIDED)[number];

/** What is right in a version of a question, what that earns, and the feedback that goes with it. Never changes. */
@Entity('key_revisions')
@Index('uq_key_revisions_number', ['versionId', 'number'], { unique: true })
@Index('ix_key_revisions_creator', ['createdBy'])
export class KeyRevision {
  @IdColumn()
  id: string;

  @UuidColumn()
  versionId: string;

  @ManyToOne(() => QuestionVersion, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'version_id', foreignKeyConstraintName: 'fk_key_revisions_version' })
  version?: unknown;

  /** Counts the revisions of the version from 1. */
  @Column({ type: 'int' })
  number: number;

  @JsonColumn()
  answerKey: KeyPart;

  @DecimalColumn(9, 4)
  points: string;

  /** Markdown: what a learner may read once they may see the key. */
  @Column({ type: 'mediumtext', nullable: true })
  feedback: string | null;

  @Column({ type: 'mediumtext', nullable: true })
  feedbackHtml: string | null;

  /** Null for what says nothing: `NO_GUIDANCE`. */
  @JsonColumn({ nullable: true })
  guidance: Guidance | null;

  /** Null for a question that counts as it is. */
  @Column({ type: 'varchar', length: 20, nullable: true })
  voided: Voided | null;

  @UuidColumn({ nullable: true })
  createdBy: string | null;

  @InstantColumn()
  createdAt: Date;
}
