import type { Sourced } from '../../../shared/database/sourced-table';
import type { EntityKind } from '../bundle/columns';
import type { RosterKind } from '../kinds/roster-kind';

/** True if an import would change the stored row. */
export function isChanged(
  { compared, endPolicy }: RosterKind<EntityKind, object>,
  stored: Sourced<object>,
  wanted: Sourced<object>,
): boolean {
  return (
    stored.sourcedId !== wanted.sourcedId ||
    differ(stored, wanted, compared) ||
    (endPolicy !== undefined && endPolicy.endOf(stored) !== endPolicy.endOf(wanted))
  );
}

/** True if two rows differ in one of the fields. Values are texts, numbers, nulls and instants. */
export function differ(one: object, other: object, fields: readonly string[]): boolean {
  return fields.some((field) => !same(valueOf(one, field), valueOf(other, field)));
}

/** True if two rows with the same fields are equal. */
export function sameRow(one: object, other: object): boolean {
  return !differ(one, other, Object.keys(one));
}

function same(one: unknown, other: unknown): boolean {
  return one instanceof Date && other instanceof Date ? one.getTime() === other.getTime() : one === other;
}

function valueOf(row: object, field: string): unknown {
  return (row as Record<string, unknown>)[field];
}
