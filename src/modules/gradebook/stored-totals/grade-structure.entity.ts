import { Column, Entity } from 'typeorm';
import { InstantColumn, UuidColumn } from '../../../shared/database/columns';

/**
 * What everybody's totals in a course depend on, as a version that rises with each change. A course has a row once a total of it was
 * stored.
 */
@Entity('grade_structures')
export class GradeStructure {
  @UuidColumn({ primary: true })
  courseId: string;

  @Column({ type: 'int', default: 1 })
  version: number;

  /** Of the structure that has this version, as `fingerprintOf` says; empty while that was not computed. */
  @Column({ type: 'varchar', length: 32 })
  fingerprint: string;

  @InstantColumn()
  changedAt: Date;
}
