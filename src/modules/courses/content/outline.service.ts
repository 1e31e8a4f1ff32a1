import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { asView, etagOf, type ExpectedVersion, hasCopy, viewIn } from '../../../shared/http/etag';
import { CourseAccess } from '../access/course-access';
import type { CourseStanding } from '../access/course-standing';
import { OrderMismatchError } from '../courses.errors';
import type { ActivityType } from './activity-types/registry';
import { ContentChanges } from './content-changes';
import type { OutlineOrderDto } from './dto/outline-order.dto';
import type { OutlineOrderResponse, OutlineResponse } from './dto/outline.response';
import { type OutlineFacts, OutlineSources, stateOf, WITHOUT_FACTS } from './outline-facts';
import { orderFaults } from './outline-order';
import { OutlineRepository, type OutlineSectionRecord, type OutlineView } from './outline.repository';

/** The outline of a course: what its learners see of it, and the order of its parts. */
@Injectable()
export class OutlineService {
  constructor(
    private readonly outlines: OutlineRepository,
    private readonly sources: OutlineSources,
    private readonly access: CourseAccess,
    private readonly changes: ContentChanges,
  ) {}

  /**
   * The outline as the caller may see it. `knownEtag` is their `If-None-Match`: if that copy is
   * current, only the version is returned, which becomes a 304, and the content is not read.
   */
  async read(
    caller: Caller,
    courseId: string,
    knownEtag: string | undefined,
  ): Promise<OutlineResponse | Pick<OutlineResponse, 'version'>> {
    const standing = await this.access.course(caller, courseId, 'course.see');
    const { contentVersion: version } = standing;
    const reader = readerOf(caller, standing);
    const current = knownEtag && (await this.currentState(knownEtag, version, reader));
    if (current) return asView({ version }, viewIn(reader.view, current));
    const sections = await this.outlines.outline(courseId, reader.view);
    const state = await this.addFacts(sections, reader);
    return asView({ courseId, version, sections }, viewIn(reader.view, state));
  }

  /** The state of the outline if the reader's copy is current. The content is not read for it. */
  private async currentState(
    knownEtag: string,
    version: number,
    reader: Reader,
  ): Promise<string | undefined> {
    const { view } = reader;
    const isAny = knownEtag.trim() === '*';
    // If no activity had facts at this version, none has: adding one makes a new version. So nothing is read here.
    const isWithoutFacts = hasCopy(knownEtag, etagOf(version, viewIn(view, WITHOUT_FACTS)));
    if (isWithoutFacts && (!isAny || view === 'visitor')) return WITHOUT_FACTS;
    // A copy of another version or view is not current in any state.
    if (!isAny && !knownEtag.includes(`"v${version}-${view}.`)) return undefined;
    const state = stateOf(await this.factsFor(reader));
    return hasCopy(knownEtag, etagOf(version, viewIn(view, state))) ? state : undefined;
  }

  /** Adds what the owners of activities tell of them, and returns its state. */
  private async addFacts(sections: OutlineSectionRecord[], reader: Reader): Promise<string> {
    const activities = sections.flatMap((section) => section.activities);
    const facts = await this.factsFor(reader, new Set(activities.map(({ type }) => type)));
    for (const activity of activities) Object.assign(activity, facts.get(activity.id));
    return stateOf(facts);
  }

  /** Visitors are told none. */
  private async factsFor(
    { view, courseId, learnerId }: Reader,
    types?: ReadonlySet<ActivityType>,
  ): Promise<OutlineFacts> {
    return view === 'visitor' ? new Map() : this.sources.factsOf(courseId, learnerId, types);
  }

  /** Reorders the outline. The new order must name every section and activity. Throws OrderMismatchError, StaleVersionError. */
  async reorder(
    caller: Caller,
    courseId: string,
    dto: OutlineOrderDto,
    version: ExpectedVersion,
  ): Promise<OutlineOrderResponse> {
    const reader = readerOf(caller, await this.access.course(caller, courseId, 'content.change'));
    const reorder = async (): Promise<OutlineOrderResponse> => {
      const present = await this.outlines.order(courseId);
      const faults = orderFaults(dto.sections, present.sections);
      if (faults.length > 0) throw new OrderMismatchError(faults);
      await this.outlines.reorder(courseId, dto.sections);
      const state = stateOf(await this.factsFor(reader, present.types));
      return asView({ courseId, version: present.version }, viewIn(reader.view, state));
    };
    return this.changes.run(courseId, reorder, version);
  }
}

interface Reader {
  courseId: string;
  view: OutlineView;
  /** The learner whose own attempts are told; null for all others. */
  learnerId: string | null;
}

function readerOf(caller: Caller, standing: CourseStanding): Reader {
  const view = viewOf(caller, standing);
  return { courseId: standing.courseId, view, learnerId: view === 'member' ? caller.userId : null };
}

function viewOf(caller: Caller, standing: CourseStanding): OutlineView {
  if (may(caller, 'content.read_source', standing).granted) return 'staff';
  return may(caller, 'content.read', standing).granted ? 'member' : 'visitor';
}
