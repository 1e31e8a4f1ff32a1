import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { asView, stateName, viewIn } from '../../../../shared/http/etag';
import {
  TextWarning,
  ToldWarnings,
  warningsOf,
  warningsOfHtml,
} from '../../../../shared/markdown/text-warnings';
import { isUnionOfActivityTypes } from '../activity-types/api-schemas';
import { ACTIVITY_TYPES, type ActivityType } from '../activity-types/registry';
import { type Activity, fieldsOf } from '../activity.entity';
import type { Neighbors } from '../neighbors';
import { isHtml } from '../activity-text';
import type { CompletionRule } from '../../completion/completion-rule';
import {
  COMPLETION_RULE_FIELD,
  EXPECTED_BY_FIELD,
  IS_REQUIRED_FIELD,
} from '../../completion/dto/completion-rule.dto';
import type { CompletionTerms } from '../../completion/dto/reading';
import { RELEASE_RULE_FIELD } from '../../release/dto/api-schemas';
import type { Moment } from '../../release/kinds/date/moment';
import type { StoredRule } from '../../release/release-rule';
import { FileResponse, mediaState, toldMedia } from '../../../files';
import { namedEnum } from '../../../../shared/http/named-schemas';

namedEnum('ActivityType', ACTIVITY_TYPES);

/** An activity. The fields of its type come in addition to these. */
export class ActivityResponse {
  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000ac01' })
  id: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-00000000c001' })
  courseId: string;

  @ApiProperty({ format: 'uuid', example: '01990000-0000-7000-8000-0000000005e1' })
  sectionId: string;

  @ApiProperty({ enum: ACTIVITY_TYPES, example: 'page' })
  type: ActivityType;

  @ApiProperty({ description: 'Plain text.', example: 'The mean and the median' })
  title: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Sanitized HTML, safe to put into a page.',
    example: '<p>The <strong>mean</strong> shares the total out evenly.</p>\n',
  })
  contentHtml: string | null;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The Markdown that `contentHtml` was made of. Staff only.',
    example: 'The **mean** shares the total out evenly.',
  })
  content?: string | null;

  @toldMedia('the activity has, in `contentHtml` or in its fields')
  media: FileResponse[];

  @ToldWarnings()
  warnings?: TextWarning[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null unless the activity is a video.',
    example: null,
  })
  videoUrl: string | null;

  @ApiPropertyOptional({
    ...RELEASE_RULE_FIELD,
    description: 'To whom it is open, and when; null: no rule of its own. Staff only.',
  })
  releaseRule?: StoredRule | null;

  @ApiPropertyOptional({
    ...COMPLETION_RULE_FIELD,
    description: 'What completes it; null: what usually completes its type. Staff only.',
  })
  completionRule?: CompletionRule | null;

  @ApiPropertyOptional({ ...IS_REQUIRED_FIELD, description: `${IS_REQUIRED_FIELD.description} Staff only.` })
  isRequired?: boolean;

  @ApiPropertyOptional({
    ...EXPECTED_BY_FIELD,
    description: 'By when learners are expected to have completed it; null: no day. Staff only.',
  })
  expectedBy?: Moment | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Since when it is out of the outline; null while it is in it. Staff only.',
    example: null,
  })
  archivedAt?: Date | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description:
      'What comes before it in the course; null where it is the first. Only where one activity is read, and not for staff.',
    example: null,
  })
  previousActivityId?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'What comes after it, as `previousActivityId`. It may be closed: opening it says why.',
    example: '01990000-0000-7000-8000-00000000ac02',
  })
  nextActivityId?: string | null;

  @ApiProperty({ type: 'integer', description: 'Counts its changes; the ETag is made of it.', example: 2 })
  version: number;

  @ApiProperty({ format: 'date-time', example: '2026-02-01T09:00:00.000Z' })
  createdAt: Date;

  @ApiProperty({ format: 'date-time', example: '2026-02-03T15:20:00.000Z' })
  updatedAt: Date;
}

isUnionOfActivityTypes(ActivityResponse, ({ Fields, Told = Fields }) => Told);

/** What a response shows, of a draft or of what is published. */
export type ShownActivity = Omit<
  Activity,
  'course' | 'section' | 'position' | 'archivedWith' | keyof StaffFields
> &
  Partial<StaffFields>;

/** What learners are not told. */
type StaffFields = Pick<Activity, 'archivedAt' | 'releaseRule'> & CompletionTerms;

/**
 * With the Markdown source for staff.
 *
 * @param neighbors only where a learner reads one activity
 */
export function toActivityResponse(
  activity: ShownActivity,
  media: FileResponse[],
  forStaff: boolean,
  neighbors?: Neighbors,
): ActivityResponse {
  const { id, courseId, sectionId, type, title, content, contentHtml } = activity;
  const { version, createdAt, updatedAt } = activity;
  const shown = {
    ...{ id, courseId, sectionId, type, title, contentHtml, media, videoUrl: null },
    ...fieldsOf(activity),
    ...{ ...neighbors, version, createdAt, updatedAt },
  };
  const state = [
    ...(media.length === 0 ? [] : [mediaState(media)]),
    ...(neighbors ? [neighbors.previousActivityId, neighbors.nextActivityId] : []),
  ];
  const viewOf = (view: string): string => (state.length === 0 ? view : viewIn(view, stateName(state)));
  return forStaff
    ? asView(
        {
          ...{ ...shown, content, archivedAt: activity.archivedAt ?? null },
          ...{ releaseRule: activity.releaseRule ?? null, completionRule: activity.completionRule ?? null },
          ...{ isRequired: activity.isRequired ?? true, expectedBy: activity.expectedBy ?? null },
          warnings: warningsFor(activity),
        },
        viewOf('staff'),
      )
    : asView(shown, viewOf('member'));
}

function warningsFor(activity: ShownActivity): TextWarning[] {
  const { content, contentHtml } = activity;
  return isHtml(fieldsOf(activity)) ? warningsOfHtml('content', contentHtml) : warningsOf({ content });
}
