import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, InstantColumn, UuidColumn } from '../../shared/database/columns';

/**
 * When a survey takes answers, and what is known of who gave them. An activity of this type has one from its creation on. It is no content: a
 * change counts at once, for everybody.
 */
@Entity('surveys')
@Index('ix_surveys_course', ['courseId'])
export class Survey {
  @UuidColumn({ primary: true })
  activityId: string;

  @UuidColumn()
  courseId: string;

  /** Nobody learns who gave which answer. Fixed once there is one. */
  @BooleanColumn({ default: false })
  isAnonymous: boolean;

  /** Answers may be changed as long as it takes any. Never of an anonymous survey, since nobody knows whose they are. */
  @BooleanColumn({ default: true })
  mayChange: boolean;

  @InstantColumn({ nullable: true })
  opensAt: Date | null;

  @InstantColumn({ nullable: true })
  closesAt: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
