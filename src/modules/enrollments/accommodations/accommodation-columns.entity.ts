import { Column } from 'typeorm';
import { DecimalColumn, InstantColumn, JsonColumn, UuidColumn } from '../../../shared/database/columns';
import type { PresentationNeed } from './needs';

/** What an accommodation says, whether it is a person's or that of a group or a tag. */
export abstract class AccommodationColumns {
  @DecimalColumn(4, 2)
  timeFactor: string;

  @Column({ type: 'int' })
  minutesAdded: number;

  @Column({ type: 'int' })
  extraAttempts: number;

  @Column({ type: 'int' })
  daysAdded: number;

  @Column({ type: 'int' })
  restBreakMinutes: number;

  @JsonColumn()
  presentation: PresentationNeed[];

  /** Says something of a person's health: it is for approvers alone. */
  @Column({ type: 'text' })
  reason: string;

  @UuidColumn()
  approvedBy: string;

  @InstantColumn()
  validFrom: Date;

  /** The first instant at which it is no longer in force. */
  @InstantColumn({ nullable: true })
  validUntil: Date | null;

  @Column({ type: 'int', default: 1 })
  version: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn()
  updatedAt: Date;
}
