import { Injectable } from '@nestjs/common';
import type { EntityKind } from '../bundle/entities';
import { ClassesKind } from './classes.kind';
import { EnrollmentsKind } from './enrollments.kind';
import { LineItemsKind } from './line-items.kind';
import { ResultsKind } from './results.kind';
import type { RosterKind } from './roster-kind';
import { AcademicSessionsKind, CategoriesKind, CourseTemplatesKind, OrgsKind } from './school.kinds';
import { UsersKind } from './users.kind';

/** The registry of all kinds, by name. */
@Injectable()
export class RosterKinds {
  readonly byName: ReadonlyMap<EntityKind, RosterKind<EntityKind, object>>;

  constructor(
    orgs: OrgsKind,
    academicSessions: AcademicSessionsKind,
    courses: CourseTemplatesKind,
    classes: ClassesKind,
    users: UsersKind,
    enrollments: EnrollmentsKind,
    categories: CategoriesKind,
    lineItems: LineItemsKind,
    results: ResultsKind,
  ) {
    const all: RosterKind<EntityKind, object>[] = [
      ...[orgs, academicSessions, courses, classes, users, enrollments, categories, lineItems, results],
    ];
    this.byName = new Map(all.map((kind) => [kind.kind, kind]));
  }

  of(kind: EntityKind): RosterKind<EntityKind, object> {
    const found = this.byName.get(kind);
    if (!found) throw new Error(`No kind is registered for ${kind}.csv`);
    return found;
  }
}
