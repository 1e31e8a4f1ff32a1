import type { Sentence } from '../../../shared/sentences/sentence';

/**
 * A school is about to be deleted; its row is locked and still exists. Who stores rows that belong to it tells how many there are, and
 * then it is not deleted.
 */
export class SchoolDeleting {
  /** What belongs to it, in words such as `12 courses`. */
  readonly uses: Sentence[] = [];

  constructor(readonly schoolId: string) {}

  tell(use: Sentence): void {
    this.uses.push(use);
  }
}
