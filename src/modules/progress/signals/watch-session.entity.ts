import { Column, Entity } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** One playback of a video in one player, and its `WatchMeter`. */
@Entity('watch_sessions')
export class WatchSession {
  @UuidColumn({ primary: true })
  userId: string;

  @UuidColumn({ primary: true })
  activityId: string;

  /** Made by the client. */
  @UuidColumn({ primary: true })
  id: string;

  @InstantColumn()
  lastBeatAt: Date;

  @Column({ type: 'int' })
  spareMs: number;
}
