import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { InstantColumn, JsonColumn, UuidColumn } from '../../../../../shared/database/columns';
import { namedEnum } from '../../../../../shared/http/named-schemas';
import { Course } from '../../../course.entity';

/**
 * What has become of a publication that was scheduled: it is `waiting` for its instant, it was `published`, or it was `refused` then, for
 * reasons that are kept.
 */
export const SCHEDULE_STATES = ['waiting', 'published', 'refused'] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];
namedEnum('ScheduledPublicationState', SCHEDULE_STATES);

/** Why drafts were not published at their instant, as it was said in English. */
export interface Refusal {
  code: string;
  detail: string;
  errors: { field: string; rule: string; message: string }[];
}

/** That the drafts of a course are published at an instant. Its course says so as well (`contentDueAt`), as long as it waits. */
@Entity('scheduled_publications')
@Index('ix_scheduled_publications_person', ['scheduledBy'])
export class ScheduledPublication {
  @UuidColumn({ primary: true })
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_scheduled_publications_course' })
  course?: unknown;

  /** One that was called off keeps its row, so that no later one gets a version of it again. */
  @Column({ type: 'varchar', length: 20 })
  state: ScheduleState | 'canceled';

  @InstantColumn()
  publishAt: Date;

  @Column({ type: 'varchar', length: 1000, default: '' })
  note: string;

  @UuidColumn()
  scheduledBy: string;

  @InstantColumn()
  scheduledAt: Date;

  /** When it was published or refused. */
  @InstantColumn({ nullable: true })
  settledAt: Date | null;

  /** The version that was published then, new or not. */
  @Column({ type: 'int', nullable: true })
  publishedNumber: number | null;

  @JsonColumn({ nullable: true })
  refusal: Refusal | null;

  @Column({ type: 'int', default: 1 })
  version: number;
}

export type ScheduleColumns = Omit<ScheduledPublication, 'course'>;
