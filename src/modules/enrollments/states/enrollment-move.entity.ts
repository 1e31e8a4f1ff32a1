import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  BooleanColumn,
  DayColumn,
  IdsColumn,
  InstantColumn,
  UuidColumn,
} from '../../../shared/database/columns';
import type { StoredState } from '../../courses';
import { MOST_GROUPS_OF_ASSISTANT } from '../enrollment.entity';
import type { EnrollmentSource } from './enrollment-sources';

/** One change of an enrollment's state or days, or of what its role reaches. Never changed; those of a spell replay from its beginning to its present state. */
@Entity('enrollment_moves')
export class EnrollmentMove {
  @UuidColumn({ primary: true })
  enrollmentId: string;

  /** The enrollment's version after it. */
  @PrimaryColumn({ type: 'int' })
  number: number;

  @Column({ type: 'int' })
  spell: number;

  @Column({ type: 'varchar', length: 20 })
  fromState: StoredState;

  @Column({ type: 'varchar', length: 20 })
  toState: StoredState;

  @DayColumn()
  fromBeginDate: string;

  @DayColumn()
  toBeginDate: string;

  @DayColumn({ nullable: true })
  fromEndDate: string | null;

  @DayColumn({ nullable: true })
  toEndDate: string | null;

  @BooleanColumn({ default: false })
  fromIsOwner: boolean;

  @BooleanColumn({ default: false })
  toIsOwner: boolean;

  @IdsColumn({ most: MOST_GROUPS_OF_ASSISTANT })
  fromGroupIds: string[] | null;

  @IdsColumn({ most: MOST_GROUPS_OF_ASSISTANT })
  toGroupIds: string[] | null;

  @InstantColumn()
  movedAt: Date;

  /** Null: by no person. Without a foreign key, as `enrolledBy` of enrollments. */
  @UuidColumn({ nullable: true })
  movedBy: string | null;

  @Column({ type: 'varchar', length: 20 })
  source: EnrollmentSource;

  @Column({ type: 'varchar', length: 500, nullable: true })
  reason: string | null;
}
