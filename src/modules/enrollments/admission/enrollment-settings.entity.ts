import { Column, Entity } from 'typeorm';
import { BooleanColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * How people come into a course by themselves. A course without a row has the defaults. Locking the row is what keeps two
 * from taking one seat: whoever takes a seat, frees one or moves the waitlist up holds it, before all other locks.
 */
@Entity('enrollment_settings')
export class EnrollmentSettings {
  @UuidColumn({ primary: true })
  courseId: string;

  /** Whoever asks waits until staff decide. */
  @BooleanColumn({ default: false })
  needsApproval: boolean;

  /** Whoever asks says a key of the course. */
  @BooleanColumn({ default: false })
  needsKey: boolean;

  /** People ask from this instant on; null: always. */
  @InstantColumn({ nullable: true })
  opensAt: Date | null;

  /** And no more from this one on. */
  @InstantColumn({ nullable: true })
  closesAt: Date | null;

  /** How many learners there are seats for; null: for all. */
  @Column({ type: 'int', nullable: true })
  capacity: number | null;

  @BooleanColumn({ default: true })
  hasWaitlist: boolean;

  /** For how many hours a seat is offered to whoever waits; null: they get it at once. */
  @Column({ type: 'int', nullable: true })
  offerHours: number | null;

  /** Pending invitations of learners hold a seat. */
  @BooleanColumn({ default: false })
  invitationsHoldSeats: boolean;

  /** For how many days whoever comes in by themselves has access; null: for as long as the course has it. */
  @Column({ type: 'int', nullable: true })
  accessDays: number | null;

  /** Of whoever asks next. */
  @Column({ type: 'int', default: 1 })
  nextPlace: number;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  updatedAt: Date;
}
