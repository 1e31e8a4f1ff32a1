import { Column, Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** What a learner has seen of an activity: the sum of its `ActivitySignal` rows, written with them. */
@Entity('activity_uses')
@Index('ix_activity_uses_activity', ['activityId'])
export class ActivityUse {
  @UuidColumn({ primary: true })
  courseId: string;

  @UuidColumn({ primary: true })
  userId: string;

  @UuidColumn({ primary: true })
  activityId: string;

  @InstantColumn({ nullable: true })
  firstViewedAt: Date | null;

  @InstantColumn({ nullable: true })
  lastViewedAt: Date | null;

  @Column({ type: 'int', default: 0 })
  visits: number;

  /** One bit for each second of the video from its beginning (`coverage.ts`); null where none was watched. */
  @Column({ type: 'varbinary', length: 10_800, nullable: true })
  covered: Buffer | null;

  /** Bits that are set. */
  @Column({ type: 'int', default: 0 })
  coveredSeconds: number;

  /** One byte for each five seconds of the video (`plays.ts`). */
  @Column({ type: 'varbinary', length: 17_280, nullable: true })
  plays: Buffer | null;

  /** Where to go on, from the beginning of the video. */
  @Column({ type: 'int', nullable: true })
  positionMs: number | null;

  /** When they were there, by the client's clock, but not in the future of the server's. */
  @InstantColumn({ nullable: true })
  positionAt: Date | null;

  /** When something watched was last recorded. */
  @InstantColumn({ nullable: true })
  lastWatchedAt: Date | null;
}
