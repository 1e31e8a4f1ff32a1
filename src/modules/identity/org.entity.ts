import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { IdColumn, SourcedIdColumn, UuidColumn } from '../../shared/database/columns';

/** An organization as OneRoster knows it: a school, district, department, … */
@Entity('orgs')
@Index('uq_orgs_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_orgs_parent', ['parentId'])
export class Org {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 20 })
  type: string;

  @Column({ type: 'varchar', length: 255, nullable: true })
  identifier: string | null;

  @UuidColumn({ nullable: true })
  parentId: string | null;

  @ManyToOne(() => Org, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'fk_orgs_parent' })
  parent?: unknown;
}
