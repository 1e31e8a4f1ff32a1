import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * When and where a session takes place. An activity of this type has one from its creation on. It is no content: a change
 * counts at once, for everybody.
 */
@Entity('live_sessions')
@Index('ix_live_sessions_course', ['courseId', 'startsAt'])
export class LiveSession {
  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn()
  courseId: string;

  /** Null as long as nobody has said when, as is `endsAt` then. */
  @InstantColumn({ nullable: true })
  startsAt: Date | null;

  @InstantColumn({ nullable: true })
  endsAt: Date | null;

  @Column({ type: 'varchar', length: 255, nullable: true })
  location: string | null;

  /** Https. */
  @Column({ type: 'varchar', length: 2000, nullable: true })
  joinAddress: string | null;

  @BooleanColumn({ default: false })
  isCancelled: boolean;

  /** Counts its changes; calendars see it, less one, as SEQUENCE. */
  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
