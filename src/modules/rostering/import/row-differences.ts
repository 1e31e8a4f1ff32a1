import type { Sourced } from '../../../shared/database/sourced-table';
import type { EntityKind } from '../bundle/entities';
import type { RosterKind } from '../kinds/roster-kind';

/** Whether an import would write what is wanted over what is stored. */
export function isChanged(
  { compared, ending }: RosterKind<EntityKind, object>,
  stored: Sourced<object>,
  wanted: Sourced<object>,
): boolean {
  return (
    stored.sourcedId !== wanted.sourcedId ||
    differ(stored, wanted, compared) ||
    (ending !== undefined && ending.of(stored) !== ending.of(wanted))
  );
}

/** Whether two rows differ in one of the fields. Values are texts, numbers, nulls and instants. */
export function differ(one: object, other: object, fields: readonly string[]): boolean {
  return fields.some((field) => !same(valueOf(one, field), valueOf(other, field)));
}

/** Whether two rows, read from the same columns, are the same. */
export function sameRow(one: object, other: object): boolean {
  return !differ(one, other, Object.keys(one));
}

function same(one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;
}

function valueOf(row: object, field: string): unknown {
  return (row as Record<string, unknown>)[field];
}
