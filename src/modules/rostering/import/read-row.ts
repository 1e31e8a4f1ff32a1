import type { EntityKind, EntityRecords } from '../bundle/entities';

export type AnyRecord = EntityRecords[EntityKind];

/** A row of the file as it was read. */
export interface ReadRow {
  line: number;
  record: AnyRecord;
}
