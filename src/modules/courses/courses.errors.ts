import {
  ConflictError,
  type FieldError,
  ForbiddenError,
  InvalidError,
  NotFoundError,
} from '../../shared/errors/domain-error';
import { exampleErrors } from '../../shared/errors/example-errors';
import type { Finding } from './content/checks/content-check';
import { adviceOn } from './content/checks/check-advice';
import { sentences } from './courses.sentences';
import type { ReleaseReason } from './release/reasons';
import { sentences as ofRules } from './release/release.sentences';
import type { RuleFault } from './release/rule-fault';
import type { VttFault } from './content/activity-types/video/web-vtt';

export class CourseNotFoundError extends NotFoundError {
  constructor() {
    super('courses.not_found', sentences.noCourse());
  }
}

export class SectionNotFoundError extends NotFoundError {
  constructor() {
    super('courses.section_not_found', sentences.noSection());
  }
}

export class ActivityNotFoundError extends NotFoundError {
  constructor() {
    super('courses.activity_not_found', sentences.noActivity());
  }
}

export class VersionNotFoundError extends NotFoundError {
  constructor() {
    super('courses.version_not_found', sentences.noVersion());
  }
}

const MOST_TOLD = 20;

/** The course requires that its content shuts nobody out. */
export class ContentCheckError extends ConflictError {
  constructor(findings: readonly Finding[]) {
    super(
      'courses.content_check',
      sentences.shutsPeopleOut({ count: findings.length }),
      findings.slice(0, MOST_TOLD).map((finding) => ({
        field: finding.activityId === null ? 'language' : `activities.${finding.activityId}`,
        rule: finding.code,
        message: sentences.foundIn({ title: finding.title, advice: adviceOn(finding) }),
      })),
    );
  }
}

/** Changes of the drafts would be lost. */
export class UnpublishedChangesError extends ConflictError {
  constructor() {
    super('courses.unpublished_changes', sentences.unpublishedChanges());
  }
}

/** It is in the version that learners see, which changes only when the next one is published. */
export class ActivityPublishedError extends ConflictError {
  constructor() {
    super('courses.activity_published', sentences.activityPublished());
  }
}

/** Release rules keep the activity closed to the learner. The reasons are the errors, and so is the next change. */
export class ActivityClosedError extends ForbiddenError {
  constructor(reasons: readonly ReleaseReason[], nextChangeAt: Date | null) {
    const told = reasons.map(({ sentence }) => sentence);
    super('courses.activity_closed', sentences.activityClosed({ reasons: told }), [
      ...reasons.map(({ code, sentence }) => ({ field: 'release', rule: code, message: sentence })),
      ...(nextChangeAt === null ? [] : [nextChange(nextChangeAt)]),
    ]);
  }
}

function nextChange(at: Date): FieldError {
  return { field: 'release', rule: 'next_change', message: sentences.nextChange({ at: at.toISOString() }) };
}

/** Rules that can never be met are not published. */
export class ReleaseRulesError extends ConflictError {
  constructor(faults: readonly RuleFault[]) {
    super(
      'courses.release_never_met',
      sentences.releaseNeverMet({ faults: faults.map(({ message }) => message) }),
      faults.map(({ code, field, message }) => ({ field, rule: code, message })),
    );
  }
}

/** The caller sees the course but has no active enrollment in it. */
export class NotEnrolledError extends ForbiddenError {
  constructor() {
    super('courses.not_enrolled', sentences.membersOnly());
  }
}

export class LearnersOnlyError extends ForbiddenError {
  constructor() {
    super('courses.learners_only', sentences.learnersOnly());
  }
}

export class StaffOnlyError extends ForbiddenError {
  constructor() {
    super('courses.staff_only', sentences.staffOnly());
  }
}

export class InstructorsOnlyError extends ForbiddenError {
  constructor() {
    super('courses.instructors_only', sentences.instructorsOnly());
  }
}

export class OwnersOnlyError extends ForbiddenError {
  constructor() {
    super('courses.owners_only', sentences.ownersOnly());
  }
}

/** The codes of refusals of what staff do with single learners, for the descriptions of routes. */
export const STAFF_OF_LEARNERS = ['courses.staff_only', 'courses.limited_to_groups'];

/** An assistant who is limited to groups, and what is about all learners of the course. */
export class LimitedToGroupsError extends ForbiddenError {
  constructor(what: 'all' | 'learner' = 'all') {
    super(
      'courses.limited_to_groups',
      what === 'all' ? sentences.allLearners() : sentences.learnerOfOthers(),
    );
  }
}

/** Its staff let learners do so from its first day on. */
export class CourseNotBegunError extends ForbiddenError {
  constructor() {
    super('courses.not_begun', sentences.notBegun());
  }
}

/** Its staff let learners do so until its last day. */
export class CourseOverError extends ForbiddenError {
  constructor() {
    super('courses.over', sentences.isOver());
  }
}

export class CourseArchivedError extends ConflictError {
  constructor() {
    super('courses.archived', sentences.archived());
  }
}

/** Fields of an activity name files whose content is of another type. */
export class WrongFileTypeError extends InvalidError {
  constructor(wrong: readonly { field: string; types: readonly string[] }[]) {
    super(
      'courses.wrong_file_type',
      sentences.wrongFileType(),
      wrong.map(({ field, types }) => ({
        ...{ field, rule: 'mediaType' },
        message: sentences.fileMustBe({ field, types: types.join(', ') }),
      })),
    );
  }
}

/** Captions that players would not show, or only in part. */
export interface WrongCaptions extends Omit<VttFault, 'fault'> {
  field: string;
  fault: VttFault['fault'] | 'size';
}

export class InvalidCaptionsError extends InvalidError {
  constructor(wrong: readonly WrongCaptions[]) {
    super(
      'courses.invalid_captions',
      sentences.invalidCaptions(),
      wrong.map(({ field, fault, line }) => ({
        ...{ field, rule: 'webVtt' },
        message: sentences.captionsFault({ field, fault, line }),
      })),
    );
  }
}

/** An activity names too many files. */
export class TooManyFilesError extends InvalidError {
  constructor(most: number, field = 'content') {
    const message = sentences.filesFull({ most });
    super('courses.too_many_files', message, [{ field, rule: 'maxFiles', message }]);
  }
}

export class CourseNotDraftError extends ConflictError {
  constructor() {
    super('courses.not_a_draft', sentences.notADraft());
  }
}

export class CourseHasLearnersError extends ConflictError {
  constructor() {
    super('courses.has_learners', sentences.hasLearners());
  }
}

/** A course would belong to a term that does not exist. */
export class NoSuchTermError extends InvalidError {
  constructor() {
    const field = 'termId';
    super('courses.no_such_term', sentences.noSuchTerm(), [
      { field, rule: 'exists', message: sentences.mustBeTerm({ field }) },
    ]);
  }
}

/** A course would belong to a school that does not exist. */
export class NoSuchSchoolError extends InvalidError {
  constructor() {
    const field = 'schoolId';
    super('courses.no_such_school', sentences.noSuchSchool(), [
      { field, rule: 'exists', message: sentences.mustBeSchool({ field }) },
    ]);
  }
}

/** The end of a course lies before its start. */
export class CourseDatesError extends InvalidError {
  constructor() {
    super('courses.ends_before_start', sentences.endsBeforeStart(), [
      { field: 'endDate', rule: 'notBefore', message: sentences.endDate() },
    ]);
  }
}

/** An order that is not a permutation of what the course has, or that puts sub-sections where they cannot be. */
export class OrderMismatchError extends InvalidError {
  constructor(fields: FieldError[], of: 'contents' | 'nesting' = 'contents') {
    const detail = of === 'contents' ? sentences.orderMismatch() : sentences.orderNesting();
    super('courses.order_mismatch', detail, fields);
  }
}

export class OutlineFullError extends ConflictError {
  constructor(most: number, what: 'sections' | 'subsections' | 'activities') {
    super('courses.outline_full', sentences[`${what}Full`]({ most }));
  }
}

exampleErrors(
  new ActivityClosedError(
    [
      {
        code: 'complete_first',
        values: { activityId: '01990000-0000-7000-8000-00000000ac01' },
        sentence: ofRules.complete({ activity: ofRules.named({ title: 'Box plots' }) }),
      },
    ],
    null,
  ),
  new ReleaseRulesError([
    {
      code: 'target_missing',
      of: { what: 'activity', id: '01990000-0000-7000-8000-00000000ac02', title: 'Quiz 1' },
      field: 'releaseRule.activityId',
      message: ofRules.missingActivity({
        of: ofRules.named({ title: 'Quiz 1' }),
        field: 'releaseRule.activityId',
      }),
    },
  ]),
  new TooManyFilesError(100),
  new InvalidCaptionsError([{ field: 'captions[0].fileId', fault: 'timing', line: 12 }]),
  new WrongFileTypeError([{ field: 'fileId', types: ['video/mp4', 'video/webm'] }]),
  new CourseNotFoundError(),
  new SectionNotFoundError(),
  new ActivityNotFoundError(),
  new ActivityPublishedError(),
  new VersionNotFoundError(),
  new UnpublishedChangesError(),
  new ContentCheckError([
    {
      ...{ activityId: '01990000-0000-7000-8000-00000000ac01', title: 'Median' },
      ...{ code: 'unclear_link', place: 'here' },
    },
  ]),
  new NotEnrolledError(),
  new LearnersOnlyError(),
  new StaffOnlyError(),
  new InstructorsOnlyError(),
  new OwnersOnlyError(),
  new LimitedToGroupsError(),
  new CourseArchivedError(),
  new CourseNotBegunError(),
  new CourseOverError(),
  new CourseNotDraftError(),
  new CourseHasLearnersError(),
  new CourseDatesError(),
  new NoSuchTermError(),
  new NoSuchSchoolError(),
  new OrderMismatchError([
    {
      field: 'sections',
      rule: 'isPermutation',
      message: sentences.sectionMissing({ id: '01990000-0000-7000-8000-0000000005e1' }),
    },
  ]),
  new OutlineFullError(100, 'sections'),
);
