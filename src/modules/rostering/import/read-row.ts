import type { EntityKind, EntityRecords } from '../bundle/columns';

export type AnyRecord = EntityRecords[EntityKind];

/** A row of the file and its line. */
export interface ReadRow {
  line: number;
  record: AnyRecord;
}
