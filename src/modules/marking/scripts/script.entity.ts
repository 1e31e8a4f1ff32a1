import { Column, Entity, Index } from 'typeorm';
import { DecimalColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { AwaitedMark } from '../second-marking/marking-rule';
import type { ScriptStanding } from './script-standing';

/**
 * What one learner handed in for one thing that a person marks, such as the answer to a question in one attempt. The module that
 * owns the work says what it is; here is who marks it, and with what.
 */
@Entity('scripts')
@Index('uq_scripts_work', ['workId', 'itemId'], { unique: true })
@Index('ix_scripts_queue', ['courseId', 'standing', 'activityId', 'itemId', 'place', 'id'])
@Index('ix_scripts_learner', ['courseId', 'userId', 'standing', 'activityId', 'itemId', 'place', 'id'])
@Index('ix_scripts_activity', ['activityId', 'standing'])
@Index('ix_scripts_item', ['activityId', 'itemId', 'id'])
@Index('ix_scripts_user', ['userId'])
export class Script {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  activityId: string;

  /** What it is handed in for, within the activity: of a quiz, the question. No foreign key, since another module says what it is. */
  @UuidColumn()
  itemId: string;

  /** What it is a part of: of a quiz, the attempt. No foreign key, likewise. */
  @UuidColumn()
  workId: string;

  /** The learner. */
  @UuidColumn()
  userId: string;

  @DecimalColumn(9, 4)
  maxPoints: string;

  /** Which of the learner's answers it is: a mark that was given to another one does not count. */
  @Column({ type: 'int' })
  answerNumber: number;

  @InstantColumn()
  handedInAt: Date;

  @Column({ type: 'varchar', length: 12 })
  standing: ScriptStanding;

  /** What was drawn for the work: `place` depends on it, and the pseudonym of the learner. */
  @Column({ type: 'int' })
  seed: number;

  /** Where it comes among the scripts of its item. */
  @Column({ type: 'char', length: 8 })
  place: string;

  /** Who is marking it. No foreign key: it is soon over. */
  @UuidColumn({ nullable: true })
  claimedBy: string | null;

  /** From then on anybody may mark it; null: nobody has claimed it. */
  @InstantColumn({ nullable: true })
  claimedUntil: Date | null;

  /** The revision of the mark that counts; null: none was given. */
  @Column({ type: 'int', nullable: true })
  givenRevision: number | null;

  /** While it is `waiting`: what it waits for. */
  @Column({ type: 'varchar', length: 10, default: 'first' })
  awaits: AwaitedMark;

  /** The revision that the first marker gave, and those of the others where several people mark the question. */
  @Column({ type: 'int', nullable: true })
  firstRevision: number | null;

  @Column({ type: 'int', nullable: true })
  secondRevision: number | null;

  @Column({ type: 'int', nullable: true })
  thirdRevision: number | null;

  /** The revision by which somebody decided what counts; null: nobody has. */
  @Column({ type: 'int', nullable: true })
  decisionRevision: number | null;

  /** A later one that is not given yet. */
  @Column({ type: 'int', nullable: true })
  draftRevision: number | null;

  /** Counts its changes. A revision of the mark has the number that its change made. */
  @Column({ type: 'int', default: 1 })
  version: number;
}
