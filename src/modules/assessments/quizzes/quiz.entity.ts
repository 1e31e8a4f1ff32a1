import { Column, Entity, Index } from 'typeorm';
import {
  BooleanColumn,
  DecimalColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { BehaviorName } from '../behaviors/behavior';
import type { GradingPolicy } from '../grading/grading-policy';
import type { ReviewRules } from '../review/review-rules';
import type { FeedbackBand } from './overall-feedback';
import type { PostingRule } from '../review/posting';
import type { AttemptEnd, FeedbackRule, Navigation, OfflineRule } from './quiz-settings';

/** The settings of an activity of type `quiz`. Its id is the activity's. */
@Entity('quizzes')
@Index('ix_quizzes_course', ['courseId'])
export class Quiz {
  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn()
  courseId: string;

  /** Null: no limit. */
  @Column({ type: 'int', nullable: true })
  maxAttempts: number | null;

  @Column({ type: 'varchar', length: 10 })
  grading: GradingPolicy;

  @InstantColumn({ nullable: true })
  opensAt: Date | null;

  @InstantColumn({ nullable: true })
  dueAt: Date | null;

  /**
   * The time zone in which `dueAt` has its day; null: that of the course. It is set when the course gets another time zone
   * while the due instant stays, because it has passed.
   */
  @Column({ type: 'varchar', length: 64, nullable: true })
  dueTimeZone: string | null;

  /** From then on no attempt can be started; open attempts end. */
  @InstantColumn({ nullable: true })
  closesAt: Date | null;

  /**
   * From then on nobody in the course can work on the quiz: the latest of all ends, by `lastClose`. Null: when it closes for
   * everybody. Kept in the transactions that change what it depends on; see `LastCloses`.
   */
  @InstantColumn({ nullable: true })
  lastClosesAt: Date | null;

  @DecimalColumn(5, 2, { nullable: true })
  passPercentage: string | null;

  @BooleanColumn()
  shuffleQuestions: boolean;

  @BooleanColumn({ default: false })
  shuffleOptions: boolean;

  @Column({ type: 'int', nullable: true })
  timeLimitSeconds: number | null;

  @Column({ type: 'varchar', length: 20, default: 'submit' })
  atEnd: AttemptEnd;

  @Column({ type: 'int', nullable: true })
  graceSeconds: number | null;

  @Column({ type: 'int', nullable: true })
  delayAfterFirstSeconds: number | null;

  @Column({ type: 'int', nullable: true })
  delayAfterLaterSeconds: number | null;

  @BooleanColumn({ default: false })
  hardClose: boolean;

  @Column({ type: 'varchar', length: 20, default: 'not_counted' })
  offlineAnswers: OfflineRule;

  @Column({ type: 'varchar', length: 20, default: 'free' })
  navigation: Navigation;

  @Column({ type: 'varchar', length: 30, default: 'deferred' })
  behavior: BehaviorName;

  /** As it is: staff read it out. */
  @Column({ type: 'varchar', length: 100, nullable: true, charset: 'utf8mb4', collation: 'utf8mb4_bin' })
  password: string | null;

  /** Null in rows of the build before: then `feedback` says it. */
  @JsonColumn({ nullable: true })
  review: ReviewRules | null;

  /** Null in rows of the build before, which says nothing. */
  @JsonColumn({ nullable: true })
  overallFeedback: FeedbackBand[] | null;

  /** For the build before, and for rows of it. */
  @Column({ type: 'varchar', length: 20 })
  feedback: FeedbackRule;

  /** The points of all questions, kept in the transaction that changes a question. */
  @DecimalColumn(12, 4)
  pointsPossible: string;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;

  /** When learners see what they scored, as far as the review rules show it. */
  @Column({ type: 'varchar', length: 16, default: 'at_once' })
  posting: PostingRule;

  @InstantColumn({ nullable: true })
  postsAt: Date | null;

  /** When `posting` was last changed to `at_once`; null: it was so from the beginning. */
  @InstantColumn({ nullable: true })
  postedAt: Date | null;
}
