import { Column, Entity, Index } from 'typeorm';
import {
  DayColumn,
  IdColumn,
  InstantColumn,
  SourcedIdColumn,
  UuidColumn,
} from '../../../../shared/database/columns';

/** A role of a person in an organization, as roles.csv has it. Their account has the one that `decidingRole` finds. */
@Entity('roster_roles')
@Index('uq_roster_roles_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_roster_roles_user', ['userSourcedId'])
export class RosterRole {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  /** Of the person, who may have no account yet. */
  @Column({ type: 'varchar', length: 255, charset: 'utf8mb4', collation: 'utf8mb4_bin' })
  userSourcedId: string;

  @UuidColumn({ nullable: true })
  orgId: string | null;

  /** A word of `ROLE_WORDS`, or one of the school's own that begins with `ext:`. */
  @Column({ type: 'varchar', length: 255 })
  role: string;

  @Column({ type: 'varchar', length: 10 })
  roleType: 'primary' | 'secondary';

  @DayColumn({ nullable: true })
  beginDate: string | null;

  /** The first day on which the role holds no longer. */
  @DayColumn({ nullable: true })
  endDate: string | null;

  /** Since when the roster has the row no longer. */
  @InstantColumn({ nullable: true })
  endedAt: Date | null;
}
