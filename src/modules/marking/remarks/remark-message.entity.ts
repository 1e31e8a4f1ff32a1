import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { RemarkRequest } from './remark-request.entity';

/** What the learner or staff write about a request; the first one is its reason. Rows are added, and never changed. */
@Entity('remark_messages')
@Index('ix_remark_messages_request', ['requestId', 'id'])
export class RemarkMessage {
  @IdColumn()
  id: string;

  @UuidColumn()
  requestId: string;

  @ManyToOne(() => RemarkRequest, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'request_id', foreignKeyConstraintName: 'fk_remark_messages_request' })
  request?: unknown;

  /** No foreign key: history outlives what it names. */
  @UuidColumn()
  authorId: string;

  /** Whether they wrote as staff of the course. */
  @BooleanColumn()
  isStaff: boolean;

  @Column({ type: 'text' })
  text: string;

  @InstantColumn()
  sentAt: Date;
}
