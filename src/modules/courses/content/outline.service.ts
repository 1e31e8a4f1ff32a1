import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../shared/auth/caller';
import { may } from '../../../shared/auth/permissions';
import { asView, etagOf, type ExpectedVersion, hasCopy } from '../../../shared/http/etag';
import { CourseAccess } from '../access/course-access';
import type { CourseStanding } from '../access/course-standing';
import { OrderMismatchError } from '../courses.errors';
import { ContentChanges } from './content-changes';
import type { OutlineOrderDto } from './dto/outline-order.dto';
import type { OutlineOrderResponse, OutlineResponse } from './dto/outline.response';
import { orderFaults } from './outline-order';
import { OutlineRepository, type OutlineView } from './outline.repository';

/** The outline of a course: what its learners see of it, and the order of its parts. */
@Injectable()
export class OutlineService {
  constructor(
    private readonly outlines: OutlineRepository,
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
    const version = standing.contentVersion;
    const view = viewOf(caller, standing);
    if (hasCopy(knownEtag, etagOf(version, view))) return asView({ version }, view);
    return asView({ courseId, version, sections: await this.outlines.outline(courseId, view) }, view);
  }

  /** Reorders the outline. The new order must name every section and activity. Throws OrderMismatchError, StaleVersionError. */
  async reorder(
    caller: Caller,
    courseId: string,
    dto: OutlineOrderDto,
    version: ExpectedVersion,
  ): Promise<OutlineOrderResponse> {
    await this.access.course(caller, courseId, 'content.change');
    const reorder = async (): Promise<OutlineOrderResponse> => {
      const present = await this.outlines.order(courseId);
      const faults = orderFaults(dto.sections, present.sections);
      if (faults.length > 0) throw new OrderMismatchError(faults);
      await this.outlines.reorder(courseId, dto.sections);
      return asView({ courseId, version: present.version }, 'staff');
    };
    return this.changes.run(courseId, reorder, version);
  }
}

function viewOf(caller: Caller, standing: CourseStanding): OutlineView {
  if (may(caller, 'content.read_source', standing).granted) return 'staff';
  return may(caller, 'content.read', standing).granted ? 'member' : 'visitor';
}
