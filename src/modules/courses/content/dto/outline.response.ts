import { ApiProperty, ApiPropertyOptional, IntersectionType, PartialType } from '@nestjs/swagger';
import { NoFields } from '../activity-types/activity-type';
import { isUnionOfActivityTypes } from '../activity-types/api-schemas';
import { ACTIVITY_TYPES, type ActivityType, NEVER_COMPLETED } from '../activity-types/registry';
import type { OutlineFacts } from '../outline-facts';
import type { CompiledActivity, CompiledOutline } from '../versions/compiled-outline';
import { instantOf } from '../../release/kinds/date/moment';
import type { LearnerFacts } from '../../release/learner-facts';
import { ReleaseStateResponse } from '../../release/dto/release-state.response';
import { CONTENT_CHANGES, type ContentChange, type ItemChange } from '../versions/outline-changes';

/** Whose eyes an outline is for: staff see the drafts, members what is published, visitors its titles only. */
export type OutlineView = 'staff' | 'member' | 'visitor';

function ToldUnpublished(): PropertyDecorator {
  return ApiPropertyOptional({
    enum: CONTENT_CHANGES,
    isArray: true,
    example: ['changed'],
    description: 'How the draft differs from what is published; empty if it does not. Staff only.',
  });
}

/** An activity in an outline. For members, the fields of its type come in addition to these. */
export class OutlineActivity {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ description: 'Plain text.', example: 'The mean and the median' })
  title: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description:
      'Sanitized HTML, safe to put into a page. Only of types that are shown in the outline itself: the content of all others is read with them. Members only.',
    example: '<p>The <strong>mean</strong> shares the total out evenly.</p>\n',
  })
  contentHtml?: string | null;

  @ApiProperty({ type: 'integer', description: "Counts the activity's changes.", example: 2 })
  version: number;

  @ApiPropertyOptional({
    description: 'Whether it counts in progress, as `isRequired` of the activity says. Members only.',
    example: true,
  })
  isRequired?: boolean;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the learner who reads has completed it; null: they have not. Learners only.',
    example: null,
  })
  completedAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description:
      'By when the learner who reads is expected to have completed it. Left out where no day is set. Learners only.',
    example: '2040-09-20T16:00:00.000Z',
  })
  expectedAt?: Date;

  @ApiPropertyOptional({
    type: ReleaseStateResponse,
    description:
      'Whether it is open to the learner who reads. Left out where it always is. What is hidden from them is not in the outline. Learners only.',
  })
  release?: ReleaseStateResponse;

  @ToldUnpublished()
  unpublished?: ContentChange[];
}

// Visitors see none of them.
isUnionOfActivityTypes(OutlineActivity, ({ Fields, Told = Fields, InOutline = NoFields }) =>
  PartialType(IntersectionType(Told, InOutline)),
);

export class OutlineSection {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000005e1' })
  id: string;

  @ApiPropertyOptional({
    format: 'uuid',
    description:
      'The section of which it is a sub-section, which stands before it. Left out where it is a section by itself.',
    example: '01990000-0000-7000-8000-0000000005e0',
  })
  parentId?: string;

  @ApiProperty({ description: 'Plain text.', example: 'Describing data' })
  title: string;

  @ApiProperty({ description: 'Plain text.', example: 'Pictures and numbers that sum up what was measured.' })
  summary: string;

  @ApiProperty({ type: 'integer', description: "Counts the section's changes.", example: 1 })
  version: number;

  @ToldUnpublished()
  unpublished?: ContentChange[];

  @ApiProperty({ type: [OutlineActivity], description: 'In their order.' })
  activities: OutlineActivity[];
}

export class OutlineResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({
    type: 'integer',
    description:
      'For staff it counts every change of the drafts of sections and activities; for all others it is the number of the version that is published, 0 before there is one. The ETag is made of it, and of what the outline tells of quizzes.',
    example: 12,
  })
  version: number;

  @ApiProperty({ type: [OutlineSection], description: 'In their order, each before its sub-sections.' })
  sections: OutlineSection[];
}

/** An outline whose order was changed. */
export class OutlineOrderResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ type: 'integer', description: 'Of the outline, after the change.', example: 13 })
  version: number;
}

/** What an outline shows of its activities besides what its version says. */
export interface Shown {
  view: OutlineView;
  facts: OutlineFacts;
  isClosed: (activityId: string) => boolean;
  /** Whose state is told; left out where there is nobody. */
  learner?: (Pick<LearnerFacts, 'completed' | 'startDay'> & { timeZone: string }) | undefined;
}

/**
 * The sections of an outline as the view shows them, with what is told of activities.
 *
 * @param unpublished what differs from what is published, for staff
 */
export function shownSections(
  outline: CompiledOutline,
  { view, facts, isClosed, learner }: Shown,
  unpublished: readonly ItemChange[] = [],
): OutlineSection[] {
  const changes = new Map(unpublished.map((change) => [change.id, change.changes]));
  const told = (id: string): { unpublished?: ContentChange[] } =>
    view === 'staff' ? { unpublished: changes.get(id) ?? [] } : {};
  return outline.sections.map(({ id, parentId, title, summary, version, activities }) => ({
    ...{ id, ...(parentId === undefined ? {} : { parentId }), title, summary, version, ...told(id) },
    activities: activities.map((activity) => ({
      // Of what is closed, nothing is told that is to be read.
      ...shownActivity(activity, isClosed(activity.id) ? 'visitor' : view),
      ...(view === 'visitor' ? {} : { isRequired: isRequired(activity) }),
      ...(learner && learnersState(activity, learner)),
      ...told(activity.id),
      ...facts.get(activity.id),
    })),
  }));
}

/** What nobody completes is not required either. */
function isRequired({ type, optional }: CompiledActivity): boolean {
  return optional !== true && !NEVER_COMPLETED.includes(type);
}

function learnersState(
  { id, expectedBy }: CompiledActivity,
  { completed, startDay, timeZone }: NonNullable<Shown['learner']>,
): Pick<OutlineActivity, 'completedAt' | 'expectedAt'> {
  const expectedAt = expectedBy && instantOf(expectedBy, startDay, timeZone);
  return { completedAt: completed.get(id) ?? null, ...(expectedAt && { expectedAt }) };
}

function shownActivity(activity: CompiledActivity, view: OutlineView): OutlineActivity {
  const { id, type, title, version, fields, contentHtml } = activity;
  if (view === 'visitor') return { id, type, title, version };
  return { id, type, title, ...fields, ...(contentHtml === undefined ? {} : { contentHtml }), version };
}
