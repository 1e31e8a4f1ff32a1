import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { Certainty } from '../behaviors/behavior';
import type { EntryStanding } from './answer-log';
import { Attempt } from './attempt.entity';

/**
 * An entry of the log of answers: what a learner had in one question at one moment. Entries are added and never changed or
 * deleted. `answer-log.ts` says which of them counts.
 */
@Entity('answer_entries')
@Index('uq_answer_entries_key', ['attemptId', 'questionId', 'idempotencyKey'], { unique: true })
export class AnswerEntry {
  @UuidColumn({ primary: true })
  attemptId: string;

  @ManyToOne(() => Attempt, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'attempt_id', foreignKeyConstraintName: 'fk_answer_entries_attempt' })
  attempt?: unknown;

  @UuidColumn({ primary: true })
  questionId: string;

  /** Of this question in this attempt: by the client, or the next one where it gave none. */
  @Column({ type: 'bigint', primary: true })
  sequence: number;

  /** The bare JSON value that `gradeResponse` takes; null for an answer that was taken back. */
  @JsonColumn({ nullable: true })
  response: unknown;

  @Column({ type: 'varchar', length: 10 })
  standing: EntryStanding;

  /** By which the client knows the entry again when it sends it twice. */
  @Column({ type: 'varchar', length: 64, nullable: true, charset: 'utf8mb4', collation: 'utf8mb4_bin' })
  idempotencyKey: string | null;

  /** How sure the learner was; null where they did not say. */
  @Column({ type: 'varchar', length: 10, nullable: true })
  certainty: Certainty | null;

  /** When the learner wrote it, by the clock of their device, which decides nothing. */
  @InstantColumn({ nullable: true })
  writtenAt: Date | null;

  /** When it reached the server. */
  @InstantColumn()
  savedAt: Date;
}
