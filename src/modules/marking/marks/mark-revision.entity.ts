import { Column, Entity, JoinColumn, ManyToOne } from 'typeorm';
import { DecimalColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { RubricChoices } from '../rubrics/kinds/rubric-kind';
import { Script } from '../scripts/script.entity';
import type { MarkingTurn } from '../second-marking/marking-rule';
import type { MarkCause, MarkKind } from './mark-rules';

/** A mark as somebody saved it. Rows are added, and never changed or deleted. */
@Entity('mark_revisions')
export class MarkRevision {
  @UuidColumn({ primary: true })
  scriptId: string;

  @ManyToOne(() => Script, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'script_id', foreignKeyConstraintName: 'fk_mark_revisions_script' })
  script?: unknown;

  /** Counts up within the script, not without gaps. */
  @Column({ type: 'int', primary: true })
  number: number;

  @Column({ type: 'varchar', length: 10 })
  kind: MarkKind;

  /** Null: not marked. */
  @DecimalColumn(9, 4, { nullable: true })
  points: string | null;

  @Column({ type: 'text', nullable: true })
  comment: string | null;

  /** The files that go back to the learner with it, in the order in which they are shown; null: none. */
  @JsonColumn({ nullable: true })
  fileIds: string[] | null;

  @Column({ type: 'varchar', length: 20 })
  cause: MarkCause;

  /** The revision of the rubric of its question that it was given by; null: none. */
  @Column({ type: 'int', nullable: true })
  rubricRevision: number | null;

  @JsonColumn({ nullable: true })
  rubricChoices: RubricChoices | null;

  /** What follows from the choices: the marker may have given other points. Null while some are missing. */
  @DecimalColumn(9, 4, { nullable: true })
  rubricPoints: string | null;

  /**
   * The part of what the question is worth that the points are, exactly, such as `3/4`, where they follow from a scaled rubric: they follow,
   * too, when the question is worth something else. Null: the points are what they are.
   */
  @Column({ type: 'varchar', length: 64, nullable: true })
  share: string | null;

  /** Whose mark it is where several people mark the question; null: what counts. */
  @Column({ type: 'varchar', length: 10, nullable: true })
  turn: MarkingTurn | null;

  /** The learner's answer that it is about. */
  @Column({ type: 'int' })
  answerNumber: number;

  /** No foreign key: history outlives what it names. */
  @UuidColumn()
  markedBy: string;

  @InstantColumn()
  markedAt: Date;
}
