import type { PlatformRole } from '../../../shared/auth/caller';
import type { TextEncoding } from '../../../shared/text/encodings';
import type { SheetFormat } from './bulk-sheet';

export const ENROLLMENT_CHANGES = 'enrollment_changes';

/** What a bulk change is about. The rows are the input of the operation, since they name people. */
export interface BulkInput {
  courseId: string;
  format: SheetFormat;
  bytes: number;
  sha256: string;
  encoding?: TextEncoding;
  requestedBy: string;
  /** On the platform, of whoever asked. */
  role: PlatformRole;
  exceedsCapacity: boolean;
  reason?: string;
}

/** One at a time for a course. */
export function exclusiveKeyOf({ courseId }: BulkInput): string {
  return `ec:${courseId}`;
}
