import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { QuestionBank } from './question-bank.entity';

/** A folder of a bank. `folder-tree.ts` says what the tree of a bank may look like. */
@Entity('question_folders')
@Index('ix_question_folders_bank', ['bankId'])
@Index('ix_question_folders_parent', ['parentId'])
export class QuestionFolder {
  @IdColumn()
  id: string;

  @UuidColumn()
  bankId: string;

  @ManyToOne(() => QuestionBank, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'bank_id', foreignKeyConstraintName: 'fk_question_folders_bank' })
  bank?: unknown;

  /** Of the same bank; null at the top. */
  @UuidColumn({ nullable: true })
  parentId: string | null;

  @ManyToOne(() => QuestionFolder, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'fk_question_folders_parent' })
  parent?: unknown;

  @Column({ type: 'varchar', length: 100 })
  title: string;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
