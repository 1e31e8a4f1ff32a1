import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** An address by which programs read the calendar of a person. Whoever has the address may read it, until it is revoked: the row is deleted. */
@Entity('calendar_feeds')
@Index('uq_calendar_feeds_token', ['tokenHash'], { unique: true })
@Index('ix_calendar_feeds_person', ['userId', 'createdAt', 'id'])
export class CalendarFeed {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  /** Given by the person: the program that reads it. */
  @Column({ type: 'varchar', length: 100 })
  name: string;

  /** SHA-256 of the secret in the address, which is shown once and not stored. */
  @Column({ type: 'binary', length: 32 })
  tokenHash: Buffer;

  @InstantColumn()
  createdAt: Date;

  /** To the hour; null: never. */
  @InstantColumn({ nullable: true })
  lastReadAt: Date | null;
}
