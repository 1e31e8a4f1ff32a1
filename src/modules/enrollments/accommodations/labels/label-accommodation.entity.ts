import { Column, Entity, Index } from 'typeorm';
import { IdColumn, UuidColumn } from '../../../../shared/database/columns';
import { AccommodationColumns } from '../accommodation-columns.entity';

/** To what an accommodation of many learners belongs. */
export const LABEL_KINDS = ['group', 'tag'] as const;
export type LabelKind = (typeof LABEL_KINDS)[number];

/**
 * What whoever is in a group, or has a tag, needs in its course. Each of them has a row of `accommodations` that follows from it, so what reads
 * accommodations knows nothing of groups and tags.
 */
@Entity('label_accommodations')
@Index('ix_label_accommodations_course', ['courseId', 'id'])
@Index('ix_label_accommodations_label', ['labelId'])
@Index('ix_label_accommodations_approver', ['approvedBy'])
export class LabelAccommodation extends AccommodationColumns {
  @IdColumn()
  id: string;

  @UuidColumn()
  courseId: string;

  @Column({ type: 'varchar', length: 10 })
  labelKind: LabelKind;

  /** Of the group or the tag, which may be gone. */
  @UuidColumn()
  labelId: string;
}
