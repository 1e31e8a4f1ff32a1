import { Column, Entity, Index } from 'typeorm';
import { IdColumn, SourcedIdColumn, UuidColumn } from '../../shared/database/columns';

/** What a school teaches repeatedly (a OneRoster *course*). Each time it is taught, there is a new `Course`. */
@Entity('course_templates')
@Index('uq_course_templates_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_course_templates_org', ['orgId'])
export class CourseTemplate {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  title: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  code: string | null;

  @UuidColumn({ nullable: true })
  orgId: string | null;
}
