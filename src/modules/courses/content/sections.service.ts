import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { Clock } from '../../../shared/clock/clock';
import { newId } from '../../../shared/database/ids';
import { isEmptyChange } from '../../../shared/http/empty-change';
import { type ExpectedVersion, isStale, StaleVersionError } from '../../../shared/http/etag';
import { notBefore } from '../../../shared/time/not-before';
import { CourseAccess } from '../access/course-access';
import { OutlineFullError, SectionNotEmptyError, SectionNotFoundError } from '../courses.errors';
import { readRule } from '../release/dto/reading';
import { ConditionKinds } from '../release/kinds/registry';
import { ContentChanges } from './content-changes';
import type { CreateSectionDto, UpdateSectionDto } from './dto/section.dto';
import { type SectionResponse, toSectionResponse } from './dto/section.response';
import { MAX_SECTIONS } from './outline-order';
import type { Section } from './section.entity';
import { SectionsRepository } from './sections.repository';

@Injectable()
export class SectionsService {
  constructor(
    private readonly sections: SectionsRepository,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
    private readonly kinds: ConditionKinds,
    private readonly clock: Clock,
  ) {}

  async create(caller: Caller, courseId: string, dto: CreateSectionDto): Promise<SectionResponse> {
    await this.access.course(caller, courseId, 'content.change');
    return this.changes.run({ courseId, by: caller.userId }, async () => {
      const count = await this.sections.count(courseId);
      if (count >= MAX_SECTIONS) throw new OutlineFullError(MAX_SECTIONS, 'sections');
      const position = Math.min(dto.position ?? Infinity, count + 1);
      if (position <= count) await this.sections.shift(courseId, position, 1);
      const now = this.clock.now();
      const section = {
        id: newId(),
        courseId,
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
      const changes = {
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

  /** Only an empty section: what learners did in its activities must not go with it. */
  async delete(caller: Caller, sectionId: string, version: ExpectedVersion): Promise<void> {
    await this.change(caller, sectionId, version, async (section) => {
      if (!(await this.sections.deleteEmpty(sectionId))) throw new SectionNotEmptyError();
      await this.sections.shift(section.courseId, section.position, -1);
    });
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
