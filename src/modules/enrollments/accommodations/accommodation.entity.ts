import { Column, Entity, Index } from 'typeorm';
import { IdColumn, UuidColumn } from '../../../shared/database/columns';
import { AccommodationColumns } from './accommodation-columns.entity';

/** What a person needs beyond others, why, and who approved it. */
@Entity('accommodations')
@Index('ix_accommodations_user', ['userId', 'id'])
@Index('ix_accommodations_course', ['courseId'])
@Index('ix_accommodations_approver', ['approvedBy'])
@Index('uq_accommodations_label', ['labelAccommodationId', 'userId', 'labelStanding'], { unique: true })
export class Accommodation extends AccommodationColumns {
  @IdColumn()
  id: string;

  @UuidColumn()
  userId: string;

  /** Null: in all courses. */
  @UuidColumn({ nullable: true })
  courseId: string | null;

  /** The accommodation of a group or a tag from which it follows; null: it is the person's own. */
  @UuidColumn({ nullable: true })
  labelAccommodationId: string | null;

  /** 1 while the person is in the group or has the tag; null once they are not, and for those of persons. */
  @Column({ type: 'tinyint', nullable: true })
  labelStanding: number | null;
}
