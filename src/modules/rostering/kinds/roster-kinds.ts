import type { Type } from '@nestjs/common';
import type { EntityKind, FileDefinition } from '../bundle/columns';
import { ClassesKind } from './classes.kind';
import { EnrollmentsKind } from './enrollments.kind';
import { LineItemsKind } from './line-items.kind';
import { ResultsKind } from './results.kind';
import { RolesKind } from './roles.kind';
import type { RosterKind } from './roster-kind';
import { AcademicSessionsKind, CategoriesKind, CourseTemplatesKind, OrgsKind } from './school.kinds';
import { UsersKind } from './users.kind';

export type AnyKind = RosterKind<EntityKind, object>;

/** The registry of all kinds. A kind comes after those that its records refer to; roles before the people who have them. */
export const ROSTER_KINDS = [
  OrgsKind,
  AcademicSessionsKind,
  CourseTemplatesKind,
  ClassesKind,
  RolesKind,
  UsersKind,
  EnrollmentsKind,
  CategoriesKind,
  LineItemsKind,
  ResultsKind,
] as const satisfies (Type<AnyKind> & { definition: unknown })[];

/** The files of all kinds, in the order of their import. */
export const FILE_DEFINITIONS = ROSTER_KINDS.map(({ definition }) => definition as unknown as FileDefinition);

export const ENTITY_KINDS: readonly EntityKind[] = FILE_DEFINITIONS.map(({ kind }) => kind);

export function definitionOf<K extends EntityKind>(kind: K): FileDefinition<K> {
  const found = FILE_DEFINITIONS.find((definition) => definition.kind === kind);
  if (!found) throw new Error(`No kind is registered for ${kind}.csv`);
  return found as unknown as FileDefinition<K>;
}

/** All kinds by name, with access to their rows. */
export class RosterKinds {
  readonly byName: ReadonlyMap<EntityKind, AnyKind>;

  constructor(kinds: readonly AnyKind[]) {
    this.byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  }

  of(kind: EntityKind): AnyKind {
    const found = this.byName.get(kind);
    if (!found) throw new Error(`No kind is registered for ${kind}.csv`);
    return found;
  }
}
