import { Column, Entity, Index } from 'typeorm';
import { IdColumn, InstantColumn, JsonColumn } from '../database/columns';

/** Something that must leave the process, for one consumer, written in the transaction that decided it. */
@Entity('outbox_messages')
@Index('ix_outbox_messages_due', ['sentAt', 'notBefore'])
export class OutboxMessage {
  @IdColumn()
  id: string;

  /** The consumer's queue: the topic, followed by `/name` for a consumer with a name. */
  @Column({ type: 'varchar', length: 100 })
  topic: string;

  @JsonColumn()
  payload: unknown;

  @InstantColumn()
  createdAt: Date;

  /** Not to be tried before this instant; later after each failure. */
  @InstantColumn()
  notBefore: Date;

  @Column({ type: 'int', default: 0 })
  failures: number;

  @Column({ type: 'varchar', length: 1000, nullable: true })
  lastError: string | null;

  @InstantColumn({ nullable: true })
  sentAt: Date | null;
}
