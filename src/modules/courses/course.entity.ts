import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import type { CourseReach, CourseStatus, CourseVisibility } from '../../shared/auth/permissions';
import {
  BooleanColumn,
  DayColumn,
  IdColumn,
  InstantColumn,
  JsonColumn,
  SourcedIdColumn,
  UuidColumn,
} from '../../shared/database/columns';
import type { CheckWay } from './content/checks/check-codes';
import type { PublishingWay } from './content/versions/version-causes';
import { AcademicSession } from './academic-session.entity';
import { CourseTemplate } from './course-template.entity';

/** For whom a course is, by what they should know before. */
export const COURSE_LEVELS = ['introductory', 'intermediate', 'advanced', 'graduate'] as const;
export type CourseLevel = (typeof COURSE_LEVELS)[number];

/** A course as it is taught once, with dates, people and content. A OneRoster *class* is imported as one. */
@Entity('courses')
@Index('uq_courses_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_courses_title', ['title', 'id'])
@Index('ix_courses_created', ['createdAt', 'id'])
@Index('ix_courses_code', ['code', 'id'])
@Index('ix_courses_start', ['startDate', 'id'])
@Index('ix_courses_status_title', ['status', 'visibility', 'title', 'id'])
@Index('ix_courses_status_created', ['status', 'visibility', 'createdAt', 'id'])
@Index('ix_courses_status_code', ['status', 'visibility', 'code', 'id'])
@Index('ix_courses_status_start', ['status', 'visibility', 'startDate', 'id'])
@Index('ix_courses_language', ['language'])
@Index('ix_courses_level', ['level'])
@Index('ix_courses_category', ['category'])
@Index('ix_courses_academic_session', ['academicSessionId'])
@Index('ix_courses_template', ['templateId'])
@Index('ix_courses_org', ['orgId'])
@Index('ix_courses_created_by', ['createdBy'])
@Index('ix_courses_content_due', ['contentDueAt', 'id'])
@Index('ix_courses_cover_file', ['coverFileId'])
export class Course {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  /** The school's short name for the course. It is not unique: schools use the same code again every term. */
  @Column({ type: 'varchar', length: 255 })
  code: string;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 2000, default: '' })
  summary: string;

  /** IANA name. All days and hours of the course are in this time zone. */
  @Column({ type: 'varchar', length: 64 })
  timeZone: string;

  @Column({ type: 'varchar', length: 20 })
  status: CourseStatus;

  /** Who finds it once it is published. */
  @Column({ type: 'varchar', length: 20, default: 'signed_in' })
  visibility: CourseVisibility;

  /** BCP 47: in which it is taught. */
  @Column({ type: 'varchar', length: 35, nullable: true })
  language: string | null;

  @Column({ type: 'varchar', length: 20, nullable: true })
  level: CourseLevel | null;

  /** A short text, by which the catalog is sorted into subjects. */
  @Column({ type: 'varchar', length: 100, nullable: true })
  category: string | null;

  /** In the order of the author; null for none. `CourseTag` has them once more, by which courses are found. */
  @JsonColumn({ nullable: true, length: 2500 })
  tags: string[] | null;

  /** People may enroll themselves. */
  @BooleanColumn({ default: false })
  selfEnrollment: boolean;

  @DayColumn({ nullable: true })
  startDate: string | null;

  @DayColumn({ nullable: true })
  endDate: string | null;

  @UuidColumn({ nullable: true })
  academicSessionId: string | null;

  @ManyToOne(() => AcademicSession, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'academic_session_id', foreignKeyConstraintName: 'fk_courses_academic_session' })
  academicSession?: unknown;

  @UuidColumn({ nullable: true })
  templateId: string | null;

  @ManyToOne(() => CourseTemplate, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'template_id', foreignKeyConstraintName: 'fk_courses_template' })
  template?: unknown;

  @UuidColumn({ nullable: true })
  orgId: string | null;

  @UuidColumn({ nullable: true })
  createdBy: string | null;

  /** When it was first published; kept when it is archived. */
  @InstantColumn({ nullable: true })
  publishedAt: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  /** Counts every change of the drafts of sections and activities: the ETag of their outline. */
  @Column({ type: 'int', default: 1 })
  contentVersion: number;

  /** When changes of the content are published. */
  @Column({ type: 'varchar', length: 20, default: 'automatic' })
  publishing: PublishingWay;

  /** What becomes of content that shuts people out. */
  @Column({ type: 'varchar', length: 20, default: 'advice' })
  contentCheck: CheckWay;

  /** How far learners get before the first day. */
  @Column({ type: 'varchar', length: 20, default: 'everything' })
  beforeStart: CourseReach;

  /** How far learners get after the last day. */
  @Column({ type: 'varchar', length: 20, default: 'everything' })
  afterEnd: CourseReach;

  /** The number of the version that learners see; null before there is one. */
  @Column({ type: 'int', nullable: true })
  publishedVersion: number | null;

  /** When its drafts are published; null where nothing is scheduled. `ScheduledPublication` has the rest. */
  @InstantColumn({ nullable: true })
  contentDueAt: Date | null;

  /** The picture on its cover. While it is so, the file cannot be removed. */
  @UuidColumn({ nullable: true })
  coverFileId: string | null;

  /** What the cover shows, for those who do not see it; null where there is none. */
  @Column({ type: 'varchar', length: 500, nullable: true })
  coverText: string | null;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}

export type CourseColumns = Omit<Course, 'academicSession' | 'template'>;
