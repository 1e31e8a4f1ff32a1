import { Injectable } from '@nestjs/common';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import type { FieldError } from '../../../shared/errors/domain-error';
import { Transactions } from '../../../shared/database/transactions';
import { FilesFacade } from '../../files';
import { localId, withIds } from './carried-ids';
import type { AnyCarryPart, CarryPlace, CarryScope, CarryWarning, ThingCount } from './carry-part';
import { CarryParts } from './carry-parts';
import type { CoursePackage, WrittenPackage } from './course-package';
import type { DateMoves } from './dates/date-moves';
import { packageFaults } from './packages/package-faults';

/** Where a package is restored, and by whom. */
export interface RestoreOrder {
  /** The first instructor of a new course. */
  by: string;
  /** Where one activity comes to, and the course that has the place. Null for a new course. */
  within: { courseId: string; place: CarryPlace } | null;
  /** Ids of files that were made of those of the package; those that are not named are the files themselves. */
  files?: ReadonlyMap<string, string>;
}

export interface Restored {
  courseId: string;
  /** New ids by those of the package. */
  ids: ReadonlyMap<string, string>;
  warnings: readonly CarryWarning[];
}

/** Collects what a course consists of, and makes it anew. It checks nobody's rights. */
@Injectable()
export class CourseCarrier {
  constructor(
    private readonly parts: CarryParts,
    private readonly files: FilesFacade,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /**
   * All of a course as it is at one instant. Never within a transaction. Throws CourseNotFoundError. The same statements whatever the size
   * of the course.
   */
  collect(courseId: string): Promise<CoursePackage> {
    return this.transactions.snapshot(() => this.collected({ courseId, activityId: null }));
  }

  /** What belongs to one activity, in a transaction that holds its course. As `collect`. */
  collectActivity(courseId: string, activityId: string): Promise<CoursePackage> {
    return this.collected({ courseId, activityId });
  }

  private async collected(scope: CarryScope): Promise<CoursePackage> {
    const documents = new Map<string, object>();
    for (const part of this.partsFor(scope)) documents.set(part.name, await part.collect(scope));
    const named = this.each({ documents }).flatMap(
      ({ part, document }) => part.files?.(document).named ?? [],
    );
    return { documents, files: await this.files.carriable(named) };
  }

  /** The package with other dates; `moves` is told each. */
  moved({ documents, files }: CoursePackage, moves: DateMoves): CoursePackage {
    const moved = this.each({ documents }).map(
      ({ part, document }) => [part.name, part.moved?.(document, moves) ?? document] as const,
    );
    return { documents: new Map(moved), files };
  }

  counts(course: CoursePackage): ThingCount[] {
    return [
      ...this.each(course).flatMap(({ part, document }) => part.counts(document)),
      { part: 'files', count: course.files.length },
    ];
  }

  /** The package in the words of requests, with ids that mean something in it alone: the same for two courses that are alike. */
  write(course: CoursePackage): WrittenPackage {
    const made = this.each(course).flatMap(({ part, document }) => part.makes?.(document) ?? []);
    // In an order that does not depend on when they were uploaded.
    const files = course.files.toSorted((one, other) => (signOf(one) < signOf(other) ? -1 : 1));
    const all = [...made, ...files].map(({ id }) => id.toLowerCase());
    const ids = new Map(all.map((id, index) => [id, localId(index + 1)]));
    return {
      documents: new Map(
        this.each(course).map(({ part, document }) => [part.name, part.write(withIds(document, ids))]),
      ),
      files: withIds(files, ids),
    };
  }

  /** What is wrong between the parts of a package that was read from a file. */
  faults(course: CoursePackage): FieldError[] {
    const each = this.each(course);
    return packageFaults(
      each.flatMap(({ part, document }) => part.makes?.(document) ?? []),
      each.flatMap(({ part, document }) => part.names?.(document) ?? []),
      each.flatMap(({ part, document }) => part.files?.(document).needed ?? []),
      course.files.map(({ id }) => id),
    );
  }

  /** Looks at what is in the files of a package, once they are there under these ids. Throws what the parts throw. */
  async inspect(course: Pick<CoursePackage, 'documents'>, files: ReadonlyMap<string, string>): Promise<void> {
    for (const { part, document } of this.each(course)) await part.inspect?.(withIds(document, files));
  }

  /** To be called in a transaction. Everything that the package makes gets a new id; ids sort as they did. */
  async restore(course: CoursePackage, { by, within, files = new Map() }: RestoreOrder): Promise<Restored> {
    const made = this.each(course).flatMap(({ part, document }) => part.makes?.(document) ?? []);
    const ids = new Map(made.map(({ id }) => [id.toLowerCase(), newId()]));
    const own = made.find(({ what }) => what === 'course');
    const courseId = within?.courseId ?? (own && ids.get(own.id.toLowerCase()));
    if (courseId === undefined)
      throw new Error('A package without a course can only be restored within one.');
    const newIds = new Set(ids.values());
    for (const [id, file] of files) ids.set(id.toLowerCase(), file);
    const held = course.files.map(({ id }) => files.get(id) ?? id);
    await this.files.requireUsable(
      null,
      held.map((fileId) => ({ field: 'files', fileId })),
    );
    const warnings: CarryWarning[] = [];
    const target = {
      ...{ courseId, by, place: within?.place ?? null, now: this.clock.now(), made: newIds },
      ...{ files: new Set(held), warn: (warning: CarryWarning) => void warnings.push(warning) },
    };
    for (const { part, document } of this.each(course)) await part.restore(withIds(document, ids), target);
    return { courseId, ids, warnings };
  }

  private partsFor({ activityId }: CarryScope): readonly AnyCarryPart[] {
    return this.parts.all().filter(({ ofActivities }) => activityId === null || ofActivities);
  }

  private each({ documents }: Pick<CoursePackage, 'documents'>): { part: AnyCarryPart; document: object }[] {
    return this.parts.all().flatMap((part) => {
      const document = documents.get(part.name);
      return document ? [{ part, document }] : [];
    });
  }
}

function signOf({ sha256, name, purpose }: CoursePackage['files'][number]): string {
  return `${sha256} ${purpose} ${name}`;
}
