import { Column, Entity, Index } from 'typeorm';
import { BooleanColumn, IdColumn, InstantColumn, JsonColumn, UuidColumn } from '../database/columns';
import type { Confirmation, OperationStatus, PartCounts } from './operation';

/** Work that continues after its request was answered. */
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

  /** The kind while an operation of an exclusive kind is queued or running; unique, so there is one at a time. */
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

  /** What the work needs to start, and to start again after a confirmation. */
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

  /** How many issues were found. The first MOST_ISSUES of them are stored. */
  @Column({ type: 'int', default: 0 })
  issueCount: number;

  @InstantColumn()
  createdAt: Date;

  @InstantColumn({ nullable: true })
  startedAt: Date | null;

  @InstantColumn({ nullable: true })
  finishedAt: Date | null;

  /**
   * The latest heartbeat, by the clock of the process that runs it, or since when it waits for a confirmation. It does
   * not decide whether the process is alive: the count of beats does.
   */
  @InstantColumn()
  heartbeatAt: Date;

  /** Grows each time a process takes it. Writes of a process with an older fence are refused. */
  @Column({ type: 'int', default: 0 })
  fence: number;

  /** Grows with every heartbeat of the process that runs it. */
  @Column({ type: 'bigint', default: 0 })
  beats: number;

  /** How often it was taken since the last progress that was saved. */
  @Column({ type: 'int', default: 0 })
  attempts: number;

  /** What the work has saved to continue from; null where it has saved nothing. Lists leave it out. */
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
