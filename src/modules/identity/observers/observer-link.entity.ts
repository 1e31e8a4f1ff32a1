import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** How somebody came to observe a learner; those of rosters have rows of their own (`person_links`). */
export const LINK_SOURCES = ['roster', 'code', 'administrator'] as const;
export type LinkSource = (typeof LINK_SOURCES)[number];

/** That somebody sees what a learner sees of their courses. Stays when it has ended. */
@Entity('observer_links')
@Index('uq_observer_links_standing', ['observerId', 'learnerId', 'standing'], { unique: true })
@Index('ix_observer_links_learner', ['learnerId'])
export class ObserverLink {
  @IdColumn()
  id: string;

  @UuidColumn()
  observerId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'observer_id', foreignKeyConstraintName: 'fk_observer_links_observer' })
  observer?: unknown;

  @UuidColumn()
  learnerId: string;

  @ManyToOne(() => User, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'learner_id', foreignKeyConstraintName: 'fk_observer_links_learner' })
  learner?: unknown;

  /** 1, or null once somebody has ended it: a unique key lets any number of nulls in. */
  @Column({ type: 'tinyint', nullable: true })
  standing: number | null;

  @Column({ type: 'varchar', length: 20 })
  source: Exclude<LinkSource, 'roster'>;

  @InstantColumn()
  since: Date;

  /** The first instant at which it holds no more; null: without an end. */
  @InstantColumn({ nullable: true })
  until: Date | null;

  /** The administrator who made it, or whoever made the code. */
  @UuidColumn()
  linkedBy: string;

  @InstantColumn({ nullable: true })
  endedAt: Date | null;

  @UuidColumn({ nullable: true })
  endedBy: string | null;
}
