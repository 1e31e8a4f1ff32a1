import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../database/columns';
import type { Confirmation, OperationStatus, PartCounts } from './operation';

/** Work that goes on after its request was answered. */
@Entity('operations')
@Index('uq_operations_exclusive', ['exclusiveKey'], { unique: true })
@Index('ix_operations_requester', ['requestedBy', 'id'])
@Index('ix_operations_status', ['status', 'id'])
export class Operation {
  @IdColumn()
  id: string;

  @Column({ type: 'varchar', length: 40 })
  kind: string;

  @Column({ type: 'varchar', length: 20 })
  status: OperationStatus;

  /** The kind while it is queued or running; unique, so that there is one of the kind at a time. */
  @Column({ type: 'varchar', length: 40, nullable: true })
  exclusiveKey: string | null;

  /** What it is about, for people: the name of a file. Cut after 255 characters. */
  @Column({ type: 'varchar', length: 255 })
  subject: string;

  /** Null for a command at the terminal. */
  @UuidColumn({ nullable: true })
  requestedBy: string | null;

  @BooleanColumn({ name: 'dry_run' })
  isDryRun: boolean;

  @BooleanColumn({ name: 'confirmed' })
  isConfirmed: boolean;

  /** What the work needs to begin, or to begin again after a confirmation. */
  @JsonColumn()
  input: object;

  @Column({ type: 'varchar', length: 255, nullable: true })
  phase: string | null;

  @Column({ type: 'bigint', default: 0 })
  progressDone: number;

  /** Null while it is not known. */
  @Column({ type: 'bigint', nullable: true })
  progressTotal: number | null;

  @JsonColumn({ nullable: true })
  summary: PartCounts[] | null;

  @JsonColumn({ nullable: true })
  confirmation: Confirmation | null;

  @Column({ type: 'varchar', length: 100, nullable: true })
  errorCode: string | null;

  @Column({ type: 'varchar', length: 2000, nullable: true })
  errorDetail: string | null;

  /** How many issues there were; the first of them are kept. */
  @Column({ type: 'int', default: 0 })
  issueCount: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  startedAt: Date | null;

  @InstantColumn({ nullable: true })
  finishedAt: Date | null;

  /**
   * When whoever runs it last said so, by the clock of that process, or since when it waits for a confirmation. Whether
   * a process lives is not decided by it.
   */
  @InstantColumn()
  heartbeatAt: Date;

  /** Grows each time that a process takes it to run it. Whatever a process writes for an older fence is refused. */
  @Column({ type: 'int', default: 0 })
  fence: number;

  /** Grows while whoever runs it lives. */
  @Column({ type: 'bigint', default: 0 })
  beats: number;

  /** How often it was taken to be run without getting any further. */
  @Column({ type: 'int', default: 0 })
  attempts: number;

  /** What its work has saved, to go on from there; null where it has saved nothing. Lists leave it out. */
  @JsonColumn({ nullable: true, select: false })
  checkpoint: object | null;
}

/** An operation as lists have it. */
export type ListedOperation = Omit<Operation, 'checkpoint'>;

/** What is looked at to see whether a process runs an operation. */
export type OperationSign = Pick<Operation, 'id' | 'kind' | 'status' | 'fence' | 'beats'>;

/** What a new operation is made of. */
export type NewOperation = Pick<
  Operation,
  'kind' | 'subject' | 'requestedBy' | 'isDryRun' | 'isConfirmed' | 'input'
>;
