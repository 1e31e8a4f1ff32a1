import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { QuestionBank } from '../banks/question-bank.entity';

export const SHARE_ACCESSES = ['use', 'edit'] as const;
/** What staff of the other course may do with the questions: ask them in their quizzes, or change them as well. */
export type ShareAccess = (typeof SHARE_ACCESSES)[number];

/** The bank of one course is there for the staff of another. */
@Entity('bank_shares')
@Index('ix_bank_shares_course', ['courseId'])
export class BankShare {
  @UuidColumn({ primary: true })
  bankId: string;

  @ManyToOne(() => QuestionBank, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'bank_id', foreignKeyConstraintName: 'fk_bank_shares_bank' })
  bank?: unknown;

  /** With which it is shared. */
  @UuidColumn({ primary: true })
  courseId: string;

  @Column({ type: 'varchar', length: 10 })
  access: ShareAccess;

  /** Null where no person did. */
  @UuidColumn({ nullable: true })
  sharedBy: string | null;

  @InstantColumn()
  sharedAt: Date;

  /** Null while it is shared. Quizzes that draw from the bank since before go on. */
  @InstantColumn({ nullable: true })
  endedAt: Date | null;
}
