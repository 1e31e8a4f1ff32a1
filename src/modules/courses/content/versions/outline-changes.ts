import { isDeepStrictEqual } from 'node:util';
import { namedEnum } from '../../../../shared/http/named-schemas';
import {
  type CompiledActivity,
  type CompiledOutline,
  type CompiledSection,
  completionTermsOf,
} from './compiled-outline';
import { longestKept } from './longest-kept';

/** How a section or an activity differs from another version. `moved`: it has another place among those that are in both. */
export const CONTENT_CHANGES = ['added', 'removed', 'moved', 'changed'] as const;
export type ContentChange = (typeof CONTENT_CHANGES)[number];
namedEnum('ContentChange', CONTENT_CHANGES);

/** A field with its values; null where there is none. */
export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** What has become of a section or an activity. One that was added or removed has no fields listed. */
export interface ItemChange {
  id: string;
  kind: 'section' | 'activity';
  /** As it is after the change; of what was removed, as it was. */
  title: string;
  changes: ContentChange[];
  fields: FieldChange[];
  /** The digests of an activity's bodies where they differ: what else it holds is compared by those. */
  bodies?: { before: string; after: string };
}

/**
 * What has to be done to one outline so that it becomes another: sections first, then activities, each in the order of the
 * outline after the change, and what was removed at the end. Empty if both say the same.
 */
export function outlineChanges(before: CompiledOutline, after: CompiledOutline): ItemChange[] {
  return [...sectionChanges(before, after), ...activityChanges(before, after)];
}

function sectionChanges(before: CompiledOutline, after: CompiledOutline): ItemChange[] {
  const old = new Map(before.sections.map((section) => [section.id, section]));
  const [was, is] = [siblings(before), siblings(after)];
  const kept = new Set(
    [...is].flatMap(([parent, sections]) => [...longestKept(idsOf(was.get(parent) ?? []), idsOf(sections))]),
  );
  const present = after.sections.map((section) =>
    itemChange('section', old.get(section.id), section, !kept.has(section.id), sectionFields),
  );
  return [...present, ...removed('section', before.sections, after.sections)].filter(isChange);
}

/** The sections by the one of which they are parts: a section moves among those alone. */
function siblings({ sections }: CompiledOutline): Map<string | undefined, CompiledSection[]> {
  return Map.groupBy(sections, ({ parentId }) => parentId);
}

function activityChanges(before: CompiledOutline, after: CompiledOutline): ItemChange[] {
  const [was, is] = [placed(before), placed(after)];
  const old = new Map(was.map((activity) => [activity.id, activity]));
  const sections = new Map(before.sections.map((section) => [section.id, section]));
  const kept = new Set(
    after.sections.flatMap((section) => [
      ...longestKept(idsOf(sections.get(section.id)?.activities ?? []), idsOf(section.activities)),
    ]),
  );
  const present = is.map((activity) => {
    const earlier = old.get(activity.id);
    const change = itemChange('activity', earlier, activity, !kept.has(activity.id), activityFields);
    if (!earlier || earlier.digest === activity.digest) return change;
    const changes: ContentChange[] = [...new Set([...change.changes, 'changed' as const])];
    return { ...change, changes, bodies: { before: earlier.digest, after: activity.digest } };
  });
  return [...present, ...removed('activity', was, is)].filter(isChange);
}

function itemChange<Item extends { id: string; title: string }>(
  kind: ItemChange['kind'],
  before: Item | undefined,
  after: Item,
  hasMoved: boolean,
  fieldsOf: (item: Item) => Record<string, unknown>,
): ItemChange {
  const { id, title } = after;
  if (!before) return { id, kind, title, changes: ['added'], fields: [] };
  const fields = fieldChanges(fieldsOf(before), fieldsOf(after));
  const changes: ContentChange[] = [];
  if (hasMoved) changes.push('moved');
  if (fields.length > 0) changes.push('changed');
  return { id, kind, title, changes, fields };
}

function removed(
  kind: ItemChange['kind'],
  before: readonly { id: string; title: string }[],
  after: readonly { id: string }[],
): ItemChange[] {
  const present = new Set(idsOf(after));
  return before.flatMap(({ id, title }) =>
    present.has(id) ? [] : [{ id, kind, title, changes: ['removed' as const], fields: [] }],
  );
}

function fieldChanges(before: Record<string, unknown>, after: Record<string, unknown>): FieldChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) =>
    isDeepStrictEqual(before[field], after[field])
      ? []
      : [{ field, before: before[field] ?? null, after: after[field] ?? null }],
  );
}

function isChange({ changes }: ItemChange): boolean {
  return changes.length > 0;
}

type Placed = CompiledActivity & { sectionId: string };

function placed({ sections }: CompiledOutline): Placed[] {
  return sections.flatMap(({ id: sectionId, activities }) =>
    activities.map((activity) => ({ ...activity, sectionId })),
  );
}

// What it is in is no field: an activity or a sub-section in another section has moved.
function activityFields({ title, fields, release, ...completion }: Placed): Record<string, unknown> {
  return { title, ...fields, releaseRule: release, ...completionTermsOf(completion) };
}

function sectionFields({ title, summary, release, sequential }: CompiledSection): Record<string, unknown> {
  return { title, summary, releaseRule: release, sequential: sequential ?? false };
}

function idsOf(items: readonly { id: string }[]): string[] {
  return items.map(({ id }) => id);
}
