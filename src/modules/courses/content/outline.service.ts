import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may, reaches } from '../../../shared/auth/permissions';
import { asView, etagOf, type ExpectedVersion, hasCopy, stateName, viewIn } from '../../../shared/http/etag';
import { languageOf } from '../../../shared/sentences/languages';
import type { Language } from '../../../shared/sentences/sentence';
import { CourseAccess } from '../access/course-access';
import type { CourseStanding } from '../access/course-standing';
import { OrderMismatchError, StaffOnlyError } from '../courses.errors';
import { ContentChanges } from './content-changes';
import type { OutlineQuery } from './dto/outline.query';
import type { OutlineOrderDto } from './dto/outline-order.dto';
import {
  type OutlineOrderResponse,
  type OutlineResponse,
  type OutlineView,
  shownSections,
} from './dto/outline.response';
import { type OutlineFacts, OutlineSources, stateOf } from './outline-facts';
import { nestingFaults, orderFaults } from './outline-order';
import { OutlineRepository } from './outline.repository';
import { toReleaseState } from '../release/dto/release-state.response';
import type { Verdicts } from '../release/prepared-course';
import { COMPLETIONS, type LearnerFacts, START } from '../release/learner-facts';
import { ReleaseGate } from '../release/release-gate';
import { type CompiledOutline, expectsByStart, guardedIn } from './versions/compiled-outline';
import { DraftsRepository } from './versions/drafts.repository';
import { outlineChanges } from './versions/outline-changes';
import { PublishedOutlines } from './versions/published-outlines';
import { VersionsRepository } from './versions/versions.repository';

/** The outline of a course: what its learners see of it, and the order of its parts. */
@Injectable()
export class OutlineService {
  constructor(
    private readonly outlines: OutlineRepository,
    private readonly drafts: DraftsRepository,
    private readonly published: PublishedOutlines,
    private readonly versions: VersionsRepository,
    private readonly sources: OutlineSources,
    private readonly gate: ReleaseGate,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
  ) {}

  /**
   * The outline as the caller may see it: the drafts for staff, what is published for all others. `knownEtag` is their
   * `If-None-Match`: if that copy is current, only the version is returned, which becomes a 304.
   * Staff may read it as a learner sees it. Throws StaffOnlyError for others who want that.
   */
  async read(
    caller: Caller,
    courseId: string,
    knownEtag: string | undefined,
    { as, at }: OutlineQuery,
  ): Promise<OutlineResponse | Pick<OutlineResponse, 'version'>> {
    const standing = await this.access.course(caller, courseId, 'course.see');
    const own = readerOf(caller, standing);
    if ((as ?? at) !== undefined && own.view !== 'staff') throw new StaffOnlyError();
    const reader = as === undefined ? own : { ...own, view: 'member' as const, learnerId: as, at };
    return reader.view === 'staff'
      ? this.readDrafts(standing, knownEtag)
      : this.readPublished(reader, standing, knownEtag, languageOf(caller.locale) ?? 'en');
  }

  private async readPublished(
    reader: Reader,
    standing: CourseStanding,
    knownEtag: string | undefined,
    language: Language,
  ): Promise<OutlineResponse | Pick<OutlineResponse, 'version'>> {
    const { courseId, publishedVersion } = standing;
    // Without a word of what is in it.
    const isEmpty = reader.view === 'visitor' && !reaches(standing.window, 'titles');
    const whole = isEmpty ? NOTHING : await this.published.of(courseId, publishedVersion);
    const version = publishedVersion ?? 0;
    const { verdicts: release, learner } = isEmpty
      ? { verdicts: null }
      : await this.standingOf(reader, standing, whole);
    const outline = withoutHidden(whole, release);
    const facts = withRelease(await this.factsFor(reader, outline), whole, release, language);
    const state = learner ? learnersState(facts, learner) : stateOf(facts);
    const view = viewIn(reader.view, isEmpty ? 'empty' : state);
    if (hasCopy(knownEtag, etagOf(version, view))) return asView({ version }, view);
    const shown = {
      view: reader.view,
      facts: reader.view === 'visitor' ? new Map() : facts,
      isClosed: (id: string): boolean => release?.get(id)?.isOpen === false,
      learner: learner && { ...learner, timeZone: standing.timeZone },
    };
    return asView({ courseId, version, sections: shownSections(outline, shown) }, view);
  }

  private async readDrafts(
    { courseId, contentVersion: version, publishedVersion }: CourseStanding,
    knownEtag: string | undefined,
  ): Promise<OutlineResponse | Pick<OutlineResponse, 'version'>> {
    // A copy of another version is current in no state, so nothing is read for it.
    const mayBeCurrent = knownEtag?.trim() === '*' || knownEtag?.includes(`"v${version}-staff.`);
    if (mayBeCurrent) {
      const view = draftsView(await this.sources.factsOf(courseId, null), publishedVersion);
      if (hasCopy(knownEtag, etagOf(version, view))) return asView({ version }, view);
    }
    const drafts = await this.drafts.outline(courseId);
    const changes = outlineChanges(await this.published.of(courseId, publishedVersion), drafts);
    const types = new Set(drafts.sections.flatMap(({ activities }) => activities.map(({ type }) => type)));
    const facts = await this.sources.factsOf(courseId, null, types);
    const sections = shownSections(drafts, { view: 'staff', facts, isClosed: () => false }, changes);
    return asView({ courseId, version, sections }, draftsView(facts, publishedVersion));
  }

  /**
   * What is open to whoever reads, null where all is; and what is told of a learner. Visitors are told of nothing that is hidden from a
   * new learner.
   */
  private async standingOf(
    { learnerId, at }: Reader,
    standing: CourseStanding,
    outline: CompiledOutline,
  ): Promise<{ verdicts: Verdicts | null; learner?: LearnerFacts }> {
    if (learnerId === null) return { verdicts: await this.gate.verdictsForVisitors(standing) };
    const asks = expectsByStart(outline) ? [COMPLETIONS, START] : [COMPLETIONS];
    const { verdicts, facts } = await this.gate.standing(standing, learnerId, asks, at);
    return { verdicts, learner: facts };
  }

  /** What is told of the activities of the outline. Visitors are told nothing. */
  private async factsFor(
    { view, courseId, learnerId }: Reader,
    outline: CompiledOutline,
  ): Promise<OutlineFacts> {
    if (view === 'visitor') return new Map();
    const activities = outline.sections.flatMap((section) => section.activities);
    const facts = await this.sources.factsOf(
      courseId,
      learnerId,
      new Set(activities.map(({ type }) => type)),
    );
    return new Map(activities.flatMap(({ id }) => (facts.has(id) ? [[id, facts.get(id) as object]] : [])));
  }

  /** Reorders the outline. The new order must name every section and activity. Throws OrderMismatchError, StaleVersionError. */
  async reorder(
    caller: Caller,
    courseId: string,
    dto: OutlineOrderDto,
    version: ExpectedVersion,
  ): Promise<OutlineOrderResponse> {
    await this.access.course(caller, courseId, 'content.change');
    const reorder = async (): Promise<number> => {
      const present = await this.outlines.order(courseId);
      const faults = orderFaults(dto.sections, present.sections);
      if (faults.length > 0) throw new OrderMismatchError(faults);
      const parents = new Map(present.sections.map(({ id, parentId }) => [id, parentId]));
      const order = dto.sections.map(({ parentId, ...section }) => ({
        ...section,
        parentId: parentId === undefined ? (parents.get(section.id) ?? null) : parentId,
      }));
      const misplaced = nestingFaults(order);
      if (misplaced.length > 0) throw new OrderMismatchError(misplaced, 'nesting');
      await this.outlines.reorder(courseId, order);
      return present.version;
    };
    const reordered = await this.changes.run({ courseId, by: caller.userId }, reorder, version);
    const facts = await this.sources.factsOf(courseId, null);
    const standing = await this.versions.standing(courseId);
    return asView({ courseId, version: reordered }, draftsView(facts, standing?.publishedVersion ?? null));
  }
}

const NOTHING: CompiledOutline = { sections: [] };

/** Sections stay, also where nothing is left of them. */
function withoutHidden(outline: CompiledOutline, release: Verdicts | null): CompiledOutline {
  if (!release) return outline;
  return {
    sections: outline.sections.map((section) => ({
      ...section,
      activities: section.activities.filter(({ id }) => release.get(id)?.isHidden !== true),
    })),
  };
}

/** The state of an outline that tells what its learner has completed, and by when something is expected of them. */
function learnersState(facts: OutlineFacts, { completed, startDay }: LearnerFacts): string {
  const state = stateOf(facts);
  if (completed.size === 0 && startDay === null) return state;
  const completions = [...completed].map(([id, at]) => [id, at.getTime()]).sort();
  return stateName([state, startDay, completions]);
}

/** With whether activities are open, of those that may be closed. */
function withRelease(
  facts: OutlineFacts,
  outline: CompiledOutline,
  release: Verdicts | null,
  language: Language,
): OutlineFacts {
  if (!release) return facts;
  const told = new Map(facts);
  for (const id of guardedIn(outline)) {
    const verdict = release.get(id);
    if (verdict && !verdict.isHidden)
      told.set(id, { ...facts.get(id), release: toReleaseState(verdict, release, language) });
  }
  return told;
}

/** The drafts' outline says what is not published yet, so its view names what is. */
function draftsView(facts: OutlineFacts, publishedVersion: number | null): string {
  return viewIn('staff', `${stateOf(facts)}p${publishedVersion ?? 0}`);
}

interface Reader {
  courseId: string;
  view: OutlineView;
  /** The learner whose own attempts are told; null for all others. */
  learnerId: string | null;
  /** Of which rules are evaluated; left out: now. */
  at?: Date | undefined;
}

function readerOf(caller: Caller, standing: CourseStanding): Reader {
  const view = viewOf(caller, standing);
  return { courseId: standing.courseId, view, learnerId: view === 'member' ? caller.userId : null };
}

function viewOf(caller: Caller, standing: CourseStanding): OutlineView {
  if (may(caller, 'content.read_source', standing).granted) return 'staff';
  return may(caller, 'content.read', standing).granted ? 'member' : 'visitor';
}
