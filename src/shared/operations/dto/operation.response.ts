import { ApiProperty } from '@nestjs/swagger';
import { ISSUE_SEVERITIES, type IssueSeverity, OPERATION_STATUSES, type OperationStatus } from '../operation';
import type { OperationIssue } from '../operation-issue.entity';
import type { ListedOperation } from '../operation.entity';
import { namedEnum } from '../../http/named-schemas';

namedEnum('OperationStatus', OPERATION_STATUSES);
namedEnum('IssueSeverity', ISSUE_SEVERITIES);

export class OperationProgress {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What is being done.',
    example: 'Importing users.csv',
  })
  phase: string | null;

  @ApiProperty({ example: 12000 })
  done: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Null while it is unknown.', example: 28785 })
  total: number | null;
}

/** Numbers of rows. `read` is the sum of the others, except for rows that ended because the file lacks them. */
export class OperationPart {
  @ApiProperty({ example: 'users.csv' })
  part: string;

  @ApiProperty({ example: 28785 })
  read: number;

  @ApiProperty({ example: 120 })
  added: number;

  @ApiProperty({ example: 14 })
  changed: number;

  @ApiProperty({
    description: 'Closed, archived or removed, also because a complete file lacks them.',
    example: 9,
  })
  ended: number;

  @ApiProperty({ example: 28640 })
  unchanged: number;

  @ApiProperty({ description: 'Not imported; there is an issue for each.', example: 2 })
  refused: number;
}

export class OperationConfirmationItem {
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of the course; null where it is about a whole file.',
    example: '01990000-0000-7000-8000-000000000000',
  })
  id: string | null;

  @ApiProperty({ example: 'Biology A' })
  title: string;

  @ApiProperty({ example: 24 })
  active: number;

  @ApiProperty({ example: 11 })
  ending: number;

  @ApiProperty({ format: 'decimal', example: '45.8' })
  sharePercent: string;
}

export class OperationConfirmation {
  @ApiProperty({ example: 'More enrollments would end than usual.' })
  detail: string;

  @ApiProperty({ type: [OperationConfirmationItem] })
  items: OperationConfirmationItem[];
}

export class OperationError {
  @ApiProperty({ example: 'rostering.bundle_refused' })
  code: string;

  @ApiProperty({ example: 'users.csv: the column username is missing.' })
  detail: string;
}

/** Work that continues after its request was answered. */
export class OperationResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-000000000000' })
  id: string;

  @ApiProperty({ example: 'roster_import' })
  kind: string;

  @ApiProperty({
    enum: OPERATION_STATUSES,
    description: '`partly_succeeded`: done, but some rows were refused; `issues` say which and why.',
    example: 'succeeded',
  })
  status: OperationStatus;

  @ApiProperty({ description: 'What it is about, such as the name of a file.', example: 'autumn-2026.zip' })
  subject: string;

  @ApiProperty({ description: 'Whether it only reports what it would do.', example: false })
  dryRun: boolean;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'User id; null for a command at the terminal.',
    example: '01990000-0000-7000-8000-000000000000',
  })
  requestedBy: string | null;

  @ApiProperty({ type: OperationProgress })
  progress: OperationProgress;

  @ApiProperty({ type: [OperationPart], description: 'What has been done so far.' })
  summary: OperationPart[];

  @ApiProperty({
    type: OperationConfirmation,
    nullable: true,
    description: 'What `PUT …/confirmation` confirms, or what a dry run says would need a confirmation.',
    example: null,
  })
  confirmation: OperationConfirmation | null;

  @ApiProperty({ type: OperationError, nullable: true, example: null })
  error: OperationError | null;

  @ApiProperty({ description: '`…/issues` lists the first 10,000.', example: 2 })
  issueCount: number;

  @ApiProperty({ example: '2026-03-02T09:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true, example: '2026-03-02T09:00:00.100Z' })
  startedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true, example: '2026-03-02T09:00:08.000Z' })
  finishedAt: Date | null;
}

export function toOperationResponse(operation: ListedOperation): OperationResponse {
  const { id, kind, status, subject, requestedBy, confirmation, issueCount } = operation;
  const { errorCode, errorDetail, createdAt, startedAt, finishedAt } = operation;
  return {
    ...{ id, kind, status, subject, dryRun: operation.isDryRun, requestedBy },
    progress: { phase: operation.phase, done: operation.progressDone, total: operation.progressTotal },
    summary: operation.summary ?? [],
    confirmation,
    error: errorCode === null ? null : { code: errorCode, detail: errorDetail ?? '' },
    ...{ issueCount, createdAt, startedAt, finishedAt },
  };
}

/** Something that the operation did not do, or did in an unexpected way. */
export class OperationIssueResponse {
  @ApiProperty({ description: 'From 1, in the order in which they were found.', example: 1 })
  number: number;

  @ApiProperty({
    enum: ISSUE_SEVERITIES,
    description: '`error`: not done. `warning`: done, but perhaps not as expected.',
    example: 'error',
  })
  severity: IssueSeverity;

  @ApiProperty({ type: String, nullable: true, example: 'enrollments.csv' })
  file: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'The header is line 1.', example: 17 })
  line: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'userSourcedId' })
  column: string | null;

  @ApiProperty({ description: 'Stable code for programs.', example: 'unknown_reference' })
  code: string;

  @ApiProperty({ example: 'userSourcedId names no user that is in Stoa or in the file.' })
  message: string;

  @ApiProperty({ type: String, nullable: true, description: 'The value in the file.', example: 's-4711' })
  value: string | null;
}

export function toOperationIssueResponse(issue: OperationIssue): OperationIssueResponse {
  const { seq, severity, file, line, column, code, message, value } = issue;
  return { number: seq, severity, file, line, column, code, message, value };
}
