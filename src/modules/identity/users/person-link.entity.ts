import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { DayColumn, IdColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from './user.entity';

/** A learner and one of their guardians, as the roster says. Of a pair that both rows name there are two. */
@Entity('person_links')
@Index('ix_person_links_learner', ['learnerId', 'validUntil'])
@Index('ix_person_links_guardian', ['guardianId', 'validUntil'])
@Index('ix_person_links_named_by', ['namedBy', 'validUntil'])
export class PersonLink {
  @IdColumn()
  id: string;

  @UuidColumn()
  learnerId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'learner_id', foreignKeyConstraintName: 'fk_person_links_learner' })
  learner?: unknown;

  @UuidColumn()
  guardianId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'guardian_id', foreignKeyConstraintName: 'fk_person_links_guardian' })
  guardian?: unknown;

  /** The one of the two whose row in the roster names the other. */
  @UuidColumn()
  namedBy: string;

  /** `parent`, `guardian` or `relative`. */
  @Column({ type: 'varchar', length: 20 })
  relation: string;

  /** The day of the import that brought it, in UTC. */
  @DayColumn()
  validFrom: string;

  /** The first day on which the roster no longer has it; null while it has. */
  @DayColumn({ nullable: true })
  validUntil: string | null;
}
