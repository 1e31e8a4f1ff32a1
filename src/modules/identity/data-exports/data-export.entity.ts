import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, InstantColumn, UuidColumn } from '../../../shared/database/columns';
import { User } from '../users/user.entity';

/** That somebody asked for all that is held about a person, and who fetched it. */
@Entity('data_exports')
@Index('ix_data_exports_user', ['userId'])
export class DataExport {
  /** Of the operation. No foreign key: this row outlasts it. */
  @IdColumn()
  id: string;

  /** Whose data it is. */
  @UuidColumn()
  userId: string;

  @ManyToOne(() => User, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'user_id', foreignKeyConstraintName: 'fk_data_exports_user' })
  user?: unknown;

  @UuidColumn({ nullable: true })
  askedBy: string | null;

  @InstantColumn()
  askedAt: Date;

  /** How often the file was fetched. */
  @Column({ type: 'int', default: 0 })
  fetches: number;

  /** Who fetched it last, and when. */
  @UuidColumn({ nullable: true })
  fetchedBy: string | null;

  @InstantColumn({ nullable: true })
  fetchedAt: Date | null;
}
