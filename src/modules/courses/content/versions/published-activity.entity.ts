import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../../shared/database/columns';
import type { CompletionRule } from '../../completion/completion-rule';
import type { Moment } from '../../release/kinds/date/moment';
import { Course } from '../../course.entity';
import { Activity } from '../activity.entity';
import type { ActivityType } from '../activity-types/registry';

/**
 * An activity of the version that is published now, for statements that join activities with what learners did. It says
 * the same as the version's outline.
 */
@Entity('published_activities')
@Index('ix_published_activities_course', ['courseId', 'place'])
export class PublishedActivity {
  @UuidColumn({ primary: true })
  activityId: string;

  @ManyToOne(() => Activity, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'activity_id', foreignKeyConstraintName: 'fk_published_activities_activity' })
  activity?: unknown;

  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_published_activities_course' })
  course?: unknown;

  @UuidColumn()
  sectionId: string;

  /** In the whole course, from 1. */
  @Column({ type: 'int' })
  place: number;

  @Column({ type: 'varchar', length: 20 })
  type: ActivityType;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** The activity's own, when it was published. */
  @Column({ type: 'int' })
  version: number;

  /** Of its body. */
  @Column({ type: 'binary', length: 32 })
  digest: Buffer;

  /** Whether a rule, or the order of its section, may close it to learners. */
  @BooleanColumn({ default: false })
  isGuarded: boolean;

  /** Null where it is completed as its type usually is. */
  @JsonColumn({ nullable: true, length: 1000 })
  completionRule: CompletionRule | null;

  /** By when learners are expected to have completed it; null: no day. */
  @JsonColumn({ nullable: true, length: 100 })
  expectedBy: Moment | null;

  /** Whether it counts in progress: it is required, or nothing in the course is. */
  @BooleanColumn({ default: true })
  isCounted: boolean;

  /** When what learners see of it last changed. */
  @InstantColumn()
  updatedAt: Date;
}
