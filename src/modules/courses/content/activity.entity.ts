import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import {
  BooleanColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  UuidColumn,
} from '../../../shared/database/columns';

import { Course } from '../course.entity';
import { type ActivityFields, type ActivityType, findActivityType } from './activity-types/registry';
import type { CompletionRule } from '../completion/completion-rule';
import type { Moment } from '../release/kinds/date/moment';
import type { StoredRule } from '../release/release-rule';
import { Section } from './section.entity';

/**
 * Something to do in a section: read a page, watch a video, take a quiz. The row is what attempts, completions and results
 * refer to, and holds the draft of its authors; what learners see is in `PublishedActivity` and `ActivityBody`. Positions
 * count from 1 without gaps.
 */
@Entity('activities')
@Index('ix_activities_course', ['courseId'])
@Index('ix_activities_section', ['sectionId', 'position'])
@Index('ix_activities_archived_with', ['archivedWith'])
export class Activity {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @ManyToOne(() => Course, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'course_id', foreignKeyConstraintName: 'fk_activities_course' })
  course?: unknown;

  @UuidColumn()
  sectionId: string;

  @ManyToOne(() => Section, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'section_id', foreignKeyConstraintName: 'fk_activities_section' })
  section?: unknown;

  @Column({ type: 'int' })
  position: number;

  @Column({ type: 'varchar', length: 20 })
  type: ActivityType;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  /** Markdown as the author wrote it: the page, the video's description, the quiz's instructions. */
  @Column({ type: 'mediumtext', nullable: true })
  content: string | null;

  /** `content` as sanitized HTML, rendered once when it is written. */
  @Column({ type: 'mediumtext', nullable: true })
  contentHtml: string | null;

  /** Only for videos. It is not part of `ownFields` because the previous build reads and writes this column. */
  @Column({ type: 'varchar', length: 2000, nullable: true })
  videoUrl: string | null;

  /** The fields of the activity's type, except `videoUrl`. Null if there are none. */
  @JsonColumn({ nullable: true })
  ownFields: object | null;

  /** Null where it is open whenever its section is. */
  @JsonColumn({ nullable: true })
  releaseRule: StoredRule | null;

  /** Null where it is completed as its type usually is. */
  @JsonColumn({ nullable: true, length: 1000 })
  completionRule: CompletionRule | null;

  /** Whether it counts in progress, in a course that has anything that is required. */
  @BooleanColumn({ default: true })
  isRequired: boolean;

  /** By when learners are expected to have completed it; null: no day. */
  @JsonColumn({ nullable: true, length: 100 })
  expectedBy: Moment | null;

  /**
   * Since when it is in the outline no more, from which the next version is made; null while it is. Its position is 0 then, unless its section was
   * archived with it.
   */
  @InstantColumn({ nullable: true })
  archivedAt: Date | null;

  /** The section with which it was archived, and with which it comes back. */
  @UuidColumn({ nullable: true })
  archivedWith: string | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}

/** The fields of the activity's type, by their names in the API. */
export function fieldsOf({
  type,
  videoUrl,
  ownFields,
}: Pick<Activity, 'type' | 'videoUrl' | 'ownFields'>): ActivityFields {
  return { ...findActivityType(type)?.defaults, ...ownFields, ...(videoUrl === null ? {} : { videoUrl }) };
}

/** The columns that keep these fields. */
export function columnsFor({
  videoUrl,
  ...others
}: ActivityFields): Pick<Activity, 'videoUrl' | 'ownFields'> {
  return {
    videoUrl: typeof videoUrl === 'string' ? videoUrl : null,
    ownFields: Object.keys(others).length === 0 ? null : others,
  };
}
