import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { isId, newId } from '../../../shared/database/ids';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { decodeCursor, type Page, toPage, withTotal } from '../../../shared/http/pagination';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess } from '../access/course-access';
import { OutlineFullError, SectionNotFoundError } from '../courses.errors';
import { NoSuchParentError, SectionArchivedError, SectionNotEmptyError } from './sections.errors';
import { readRule } from '../release/dto/reading';
import { ConditionKinds } from '../release/kinds/registry';
import { ActivitiesRepository } from './activities.repository';
import { ContentChanges } from './content-changes';
import type { CreateSectionDto, UpdateSectionDto } from './dto/section.dto';
import type { SectionsQuery } from './dto/sections.query';
import { type SectionResponse, toSectionResponse } from './dto/section.response';
import { MAX_ACTIVITIES, MAX_SECTIONS } from './outline-order';
import { MAX_SUBSECTIONS, movedInto, partFault, placeInCourse, type TreeSection } from './section-tree';
import type { Section } from './section.entity';
import { SectionsRepository } from './sections.repository';

@Injectable()
export class SectionsService {
  constructor(
    private readonly sections: SectionsRepository,
    private readonly activities: ActivitiesRepository,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
    private readonly kinds: ConditionKinds,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, courseId: string, dto: CreateSectionDto): Promise<SectionResponse> {
    await this.access.course(caller, courseId, 'content.change');
    return this.changes.run({ courseId, by: caller.userId }, async () => {
      const { parentId = null } = dto;
      const tree = await this.sections.tree(courseId);
      if (tree.length >= MAX_SECTIONS) throw new OutlineFullError(MAX_SECTIONS, 'sections');
      if (parentId !== null) await this.requireParent(tree, courseId, parentId);
      const position = placeInCourse(tree, parentId, dto.position);
      if (position <= tree.length) await this.sections.shift(courseId, position, 1);
      const now = this.clock.now();
      const section = {
        id: newId(),
        courseId,
        parentId,
        title: dto.title,
        summary: dto.summary ?? '',
        position,
        createdAt: now,
      };
      await this.sections.insert([section]);
      return toSectionResponse({
        ...section,
        releaseRule: null,
        sequential: false,
        archivedAt: null,
        version: 1,
        updatedAt: now,
      });
    });
  }

  async update(
    caller: Caller,
    sectionId: string,
    dto: UpdateSectionDto,
    version: ExpectedVersion,
  ): Promise<SectionResponse> {
    const releaseRule =
      dto.releaseRule === undefined ? undefined : readRule(dto.releaseRule, 'releaseRule', this.kinds);
    if (isEmptyChange(dto)) {
      await this.access.section(caller, sectionId, 'content.change');
      return toSectionResponse(await this.expected(sectionId, version));
    }
    return this.change(caller, sectionId, version, async (section) => {
      const { parentId = section.parentId } = dto;
      if (parentId !== section.parentId) await this.move(section, parentId);
      const changes = {
        parentId,
        title: dto.title ?? section.title,
        summary: dto.summary ?? section.summary,
        releaseRule: releaseRule === undefined ? section.releaseRule : releaseRule,
        sequential: dto.sequential ?? section.sequential,
        version: section.version + 1,
        updatedAt: notBefore(this.clock.now(), section.updatedAt),
      };
      await this.sections.update(sectionId, changes);
      return toSectionResponse({ ...section, ...changes });
    });
  }

  /** Numbers the sections anew; the section itself is still to be changed. Throws what `requireParent` throws. */
  private async move({ id, courseId, archivedAt }: Section, parentId: string | null): Promise<void> {
    if (archivedAt !== null) throw new SectionArchivedError();
    const tree = await this.sections.tree(courseId);
    if (parentId !== null) {
      const fault = partFault(tree, id, parentId);
      if (fault) throw new NoSuchParentError(fault, parentId);
      await this.requireParent(tree, courseId, parentId);
    }
    await this.sections.number(courseId, movedInto(tree, id, parentId));
  }

  /** Only an empty section: what learners did in its activities must not go with it. */
  async delete(caller: Caller, sectionId: string, version: ExpectedVersion): Promise<void> {
    await this.change(caller, sectionId, version, async (section) => {
      if (!(await this.sections.deleteEmpty(sectionId))) throw new SectionNotEmptyError();
      if (section.archivedAt === null) await this.sections.shift(section.courseId, section.position, -1);
    });
  }

  /** With its sub-sections and activities. What learners did in them is kept. */
  archive(caller: Caller, sectionId: string, version: ExpectedVersion): Promise<SectionResponse> {
    return this.change(caller, sectionId, version, async (section) => {
      if (section.archivedAt !== null) return toSectionResponse(section);
      await this.sections.archive(sectionId, this.clock.now());
      const { courseId } = section;
      await this.sections.number(courseId, idsOf(await this.sections.tree(courseId)));
      return toSectionResponse(await this.expected(sectionId, undefined));
    });
  }

  /** With all that was archived with it, at the end of the sections, or of the sub-sections of its own section. */
  unarchive(caller: Caller, sectionId: string, version: ExpectedVersion): Promise<SectionResponse> {
    return this.change(caller, sectionId, version, async (section) => {
      if (section.archivedAt === null) return toSectionResponse(section);
      const { courseId, parentId } = section;
      const tree = await this.sections.tree(courseId);
      const back = await this.sections.archivedWith(sectionId);
      if (tree.length + 1 + back.sectionIds.length > MAX_SECTIONS)
        throw new OutlineFullError(MAX_SECTIONS, 'sections');
      if (parentId !== null) await this.requireParent(tree, courseId, parentId);
      const { inCourse } = await this.activities.counts(courseId, sectionId);
      if (inCourse + back.activities > MAX_ACTIVITIES)
        throw new OutlineFullError(MAX_ACTIVITIES, 'activities');
      const before = placeInCourse(tree, parentId) - 1;
      await this.sections.unarchive(sectionId, this.clock.now());
      const ids = idsOf(tree);
      await this.sections.number(courseId, ids.toSpliced(before, 0, sectionId, ...back.sectionIds));
      return toSectionResponse(await this.expected(sectionId, undefined));
    });
  }

  /** Of the outline, or of the archive. For staff. */
  async list(caller: Caller, courseId: string, query: SectionsQuery): Promise<Page<SectionResponse>> {
    await this.access.course(caller, courseId, 'content.read_source');
    const { limit, cursor, archived } = query;
    const filter = { courseId, archived };
    const rows = await this.sections.page(filter, { after: placeIn(cursor), limit });
    const page = toPage(rows, limit, ({ position, id }) => [position, id], toSectionResponse);
    return withTotal(page, query, (most) => this.sections.count(filter, most));
  }

  /** Throws NoSuchParentError, SectionArchivedError, OutlineFullError. */
  private async requireParent(
    tree: readonly TreeSection[],
    courseId: string,
    parentId: string,
  ): Promise<void> {
    const parent = tree.find(({ id }) => id === parentId);
    if (!parent) {
      const section = await this.sections.find(parentId);
      if (section?.courseId === courseId) throw new SectionArchivedError();
      throw new NoSuchParentError('unknownSection', parentId);
    }
    if (parent.parentId !== null) throw new NoSuchParentError('tooDeep', parentId);
    if (tree.filter((section) => section.parentId === parentId).length >= MAX_SUBSECTIONS)
      throw new OutlineFullError(MAX_SUBSECTIONS, 'subsections');
  }

  private async change<T>(
    caller: Caller,
    sectionId: string,
    version: ExpectedVersion,
    work: (section: Section) => Promise<T>,
  ): Promise<T> {
    const standing = await this.access.section(caller, sectionId, 'content.change');
    return this.changes.run({ courseId: standing.courseId, by: caller.userId }, async () => {
      return work(await this.expected(sectionId, version));
    });
  }

  /** Throws StaleVersionError if the section does not have the expected version. */
  private async expected(sectionId: string, version: ExpectedVersion): Promise<Section> {
    const section = await this.sections.find(sectionId);
    if (!section) throw new SectionNotFoundError();
    if (isStale(version, section.version)) throw new StaleVersionError('section');
    return section;
  }
}

function idsOf(sections: readonly TreeSection[]): string[] {
  return sections.map(({ id }) => id);
}

function placeIn(cursor: string | undefined): { position: number; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [position, id] = decodeCursor(
    cursor,
    2,
    ([place, last]) => /^\d{1,9}$/.test(place ?? '') && isId(last),
  ) as [string, string];
  return { position: Number(position), id };
}
