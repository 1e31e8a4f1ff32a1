import { Column, Entity, Index, JoinColumn, ManyToOne, OneToOne, PrimaryColumn } from 'typeorm';
import { BooleanColumn, UuidColumn } from '../../../shared/database/columns';
import { QuestionBank } from '../banks/question-bank.entity';
import { Question } from '../questions/question.entity';

const GOES_ALONG = { onDelete: 'CASCADE', onUpdate: 'NO ACTION' } as const;

/** By what a question that is in its bank is compared: the form of its latest prompt. Written by `Likenesses` alone, with the two below. */
@Entity('question_fingerprints')
@Index('ix_question_fingerprints_bank', ['bankId'])
export class QuestionFingerprint {
  @UuidColumn({ primary: true })
  questionId: string;

  @OneToOne(() => Question, GOES_ALONG)
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_question_fingerprints_question' })
  question?: unknown;

  @UuidColumn()
  bankId: string;

  @ManyToOne(() => QuestionBank, GOES_ALONG)
  @JoinColumn({ name: 'bank_id', foreignKeyConstraintName: 'fk_question_fingerprints_bank' })
  bank?: unknown;

  @Column({ type: 'varbinary', length: 2000 })
  form: Buffer;
}

/** A part of the signature of a form. Forms that share one are compared. */
@Entity('question_bands')
@Index('ix_question_bands_question', ['questionId'])
export class QuestionBand {
  @UuidColumn({ primary: true })
  bankId: string;

  @PrimaryColumn({ type: 'binary', length: 8 })
  band: Buffer;

  @UuidColumn({ primary: true })
  questionId: string;

  @ManyToOne(() => QuestionFingerprint, GOES_ALONG)
  @JoinColumn({ name: 'question_id', foreignKeyConstraintName: 'fk_question_bands_question' })
  question?: unknown;
}

/** Two questions of a bank that ask nearly the same. Of each question, those that are most like it are kept. */
@Entity('question_likenesses')
@Index('ix_question_likenesses_older', ['olderId'])
@Index('ix_question_likenesses_group', ['bankId', 'isFirst', 'olderId', 'newerId'])
export class QuestionLikeness {
  @UuidColumn({ primary: true })
  newerId: string;

  @ManyToOne(() => QuestionFingerprint, GOES_ALONG)
  @JoinColumn({ name: 'newer_id', foreignKeyConstraintName: 'fk_question_likenesses_newer' })
  newer?: unknown;

  @UuidColumn({ primary: true })
  olderId: string;

  @ManyToOne(() => QuestionFingerprint, GOES_ALONG)
  @JoinColumn({ name: 'older_id', foreignKeyConstraintName: 'fk_question_likenesses_older' })
  older?: unknown;

  @UuidColumn()
  bankId: string;

  /** In ten thousandths. */
  @Column({ type: 'smallint', unsigned: true })
  similarity: number;

  /** Whether the older one is the oldest of those that the newer one is like: under it the newer one is listed. */
  @BooleanColumn()
  isFirst: boolean;
}
