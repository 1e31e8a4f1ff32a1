import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, UuidColumn } from '../../../../shared/database/columns';

/** That learners were put into the groups of a set at random. Who came where is in `group_memberships`. */
@Entity('group_assignments')
@Index('ix_group_assignments_set', ['setId', 'id'])
@Index('ix_group_assignments_author', ['createdBy'])
@Index('ix_group_assignments_reversed_by', ['reversedBy'])
export class GroupAssignment {
  @IdColumn()
  id: string;

  @UuidColumn()
  setId: string;

  /** From 0 to 2³¹ − 1. */
  @Column({ type: 'int' })
  seed: number;

  /** Whether lists of people did not make the groups less even than without them. */
  @BooleanColumn()
  isEven: boolean;

  /** How many learners it put into groups. */
  @Column({ type: 'int' })
  placedCount: number;

  @UuidColumn()
  createdBy: string;

  @InstantColumn()
  createdAt: Date;

  @UuidColumn({ nullable: true })
  reversedBy: string | null;

  @InstantColumn({ nullable: true })
  reversedAt: Date | null;
}
