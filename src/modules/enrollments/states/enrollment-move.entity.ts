import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DayColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import type { StoredState } from '../../courses';
import type { EnrollmentSource } from './enrollment-sources';

/** One change of an enrollment's state or days. Never changed; those of a spell replay from its beginning to its present state. */
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
