import { Column, Entity } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * A learner's `WatchMeter` in a course, over all of their watch sessions. Whoever records signals of the learner holds this row
 * locked meanwhile, so requests that come at the same moment count one after another.
 */
@Entity('signal_meters')
export class SignalMeter {
  @UuidColumn({ primary: true })
  courseId: string;

  @UuidColumn({ primary: true })
  userId: string;

  /** Null before anything was watched. */
  @InstantColumn({ nullable: true })
  lastBeatAt: Date | null;

  /** Of seconds that are covered for the first time. */
  @Column({ type: 'int', default: 0 })
  spareMs: number;

  /** Of what was played, again or not. */
  @Column({ type: 'int', default: 0 })
  playSpareMs: number;
}
