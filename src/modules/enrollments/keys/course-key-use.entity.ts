import { Entity, Index } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/** That somebody has come into a course, or asked to, with a key. Who does it again with the same key uses it once. */
@Entity('course_key_uses')
@Index('ix_course_key_uses_person', ['userId'])
export class CourseKeyUse {
  @UuidColumn({ primary: true })
  keyId: string;

  @UuidColumn({ primary: true })
  userId: string;

  @InstantColumn()
  usedAt: Date;
}
