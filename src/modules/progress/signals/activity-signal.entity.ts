import { Column, Entity } from 'typeorm';
import { DecimalColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

export type SignalKind = 'viewed' | 'watched';

/**
 * What a learner's client said that they did with an activity. Rows are only added, and kept when the activity or the course is deleted;
 * `ActivityUse` sums them up.
 */
@Entity('activity_signals')
export class ActivitySignal {
  @UuidColumn({ primary: true })
  userId: string;

  /** Made by the client: the same signal that is sent again has the same. */
  @UuidColumn({ primary: true })
  id: string;

  @UuidColumn()
  courseId: string;

  @UuidColumn()
  activityId: string;

  @Column({ type: 'varchar', length: 10 })
  kind: SignalKind;

  /** As the client's clock had it. Nothing that counts follows from it. */
  @InstantColumn()
  occurredAt: Date;

  @InstantColumn()
  recordedAt: Date;

  /** Of what was watched, as is all below: one playback of a video in one player. */
  @UuidColumn({ nullable: true })
  watchSessionId: string | null;

  /** From the beginning of the video. */
  @Column({ type: 'int', nullable: true })
  fromMs: number | null;

  @Column({ type: 'int', nullable: true })
  toMs: number | null;

  @DecimalColumn(4, 2, { nullable: true })
  playbackRate: string | null;

  /** Seconds that were not covered before, and are since. */
  @Column({ type: 'int', nullable: true })
  acceptedSeconds: number | null;

  /** Seconds that were not covered before, and were more than the learner had the time for. */
  @Column({ type: 'int', nullable: true })
  refusedSeconds: number | null;
}
