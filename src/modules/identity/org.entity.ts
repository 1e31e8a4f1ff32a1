import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { BooleanColumn, IdColumn, SourcedIdColumn, UuidColumn } from '../../shared/database/columns';

/** OneRoster's types of organizations. */
export const SCHOOL_TYPES = ['department', 'school', 'district', 'local', 'state', 'national'] as const;
export type SchoolType = (typeof SCHOOL_TYPES)[number];

/** Which instructors find people of a school when they look for people to enroll: all, those of the same school, or none. */
export const FOUND_BY = ['everybody', 'school', 'nobody'] as const;
export type FoundBy = (typeof FOUND_BY)[number];

/** An organization as OneRoster knows it: a school, district, department, … */
@Entity('orgs')
@Index('ix_orgs_learners_found', ['learnersFoundBy'])
@Index('ix_orgs_staff_found', ['staffFoundBy'])
@Index('uq_orgs_sourced_id', ['sourcedId'], { unique: true })
@Index('ix_orgs_parent', ['parentId'])
@Index('ix_orgs_name', ['name', 'id'])
@Index('ix_orgs_type_name', ['type', 'name', 'id'])
export class Org {
  @IdColumn()
  id: string;

  @SourcedIdColumn()
  sourcedId: string | null;

  @Column({ type: 'varchar', length: 255 })
  name: string;

  @Column({ type: 'varchar', length: 20 })
  type: SchoolType;

  @Column({ type: 'varchar', length: 255, nullable: true })
  identifier: string | null;

  @UuidColumn({ nullable: true })
  parentId: string | null;

  @ManyToOne(() => Org, { onDelete: 'NO ACTION', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'parent_id', foreignKeyConstraintName: 'fk_orgs_parent' })
  parent?: unknown;

  /** IANA name: what new courses begin with, unless they say otherwise. No roster brings this, nor what follows. */
  @Column({ type: 'varchar', length: 64, nullable: true })
  timeZone: string | null;

  /** BCP 47: the language of new courses, unless they say otherwise. */
  @Column({ type: 'varchar', length: 35, nullable: true })
  locale: string | null;

  /** Whether its public courses are shown to people who are not signed in. */
  @BooleanColumn({ default: false })
  openCatalog: boolean;

  /** Which instructors find its learners among people to enroll. */
  @Column({ type: 'varchar', length: 10, default: 'everybody' })
  learnersFoundBy: FoundBy;

  /** Likewise, everybody else of it. */
  @Column({ type: 'varchar', length: 10, default: 'everybody' })
  staffFoundBy: FoundBy;

  @Column({ type: 'int', default: 1 })
  version: number;
}

export type School = Omit<Org, 'parent'>;
