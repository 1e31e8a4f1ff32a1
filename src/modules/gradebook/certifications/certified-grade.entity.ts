import { Column, Entity, Index, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { UuidColumn } from '../../../shared/database/columns';
import { GradeCertification } from './grade-certification.entity';

/**
 * What was certified about one learner. Without learner, salt and statement, which erasing a person takes away, the commitment says
 * nothing, and the proofs of all others still hold.
 */
@Entity('certified_grades')
@Index('ix_certified_grades_user', ['userId', 'certificationId'])
export class CertifiedGrade {
  @UuidColumn({ primary: true })
  certificationId: string;

  @ManyToOne(() => GradeCertification, { onDelete: 'CASCADE', onUpdate: 'NO ACTION' })
  @JoinColumn({ name: 'certification_id', foreignKeyConstraintName: 'fk_certified_grades_certification' })
  certification?: unknown;

  /** Of the leaf, from 0. */
  @PrimaryColumn({ type: 'int' })
  position: number;

  @UuidColumn({ nullable: true })
  userId: string | null;

  @Column({ type: 'binary', length: 32, nullable: true })
  salt: Buffer | null;

  @Column({ type: 'varchar', length: 1000, nullable: true })
  statement: string | null;

  @Column({ type: 'binary', length: 32 })
  commitment: Buffer;
}
