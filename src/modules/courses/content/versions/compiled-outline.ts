import { createHash } from 'node:crypto';
import type { CompletionRule } from '../../completion/completion-rule';
import type { CompletionTerms } from '../../completion/dto/reading';
import type { Moment } from '../../release/kinds/date/moment';
import type { RuledCourse } from '../../release/prepared-course';
import type { StoredRule } from '../../release/release-rule';
import { type ActivityFields, type ActivityType, NEVER_COMPLETED } from '../activity-types/registry';

/** An activity in the outline of a version. */
export interface CompiledActivity {
  id: string;
  type: ActivityType;
  title: string;
  /** Counts the activity's changes. */
  version: number;
  /** Of the activity's body, 64 hexadecimal digits. */
  digest: string;
  /** What it has because of its type. */
  fields: ActivityFields;
  /** Its text as HTML, only of types that are shown in the outline itself. */
  contentHtml?: string | null;
  /** To whom it is open, and when; left out where it is whenever its section is. */
  release?: StoredRule;
  /** What completes it; left out where that is what usually does. */
  completion?: CompletionRule;
  /** Left out where it is required. */
  optional?: true;
  /** By when learners are expected to have completed it; left out where no day is set. */
  expectedBy?: Moment;
}

export interface CompiledSection {
  id: string;
  /** Of which it is a sub-section, which stands right before it and the others of them. Left out where it is none. */
  parentId?: string;
  title: string;
  summary: string;
  version: number;
  /** Of all its activities; left out where they are open. */
  release?: StoredRule;
  /** Its activities are done one after the other. Left out where they are not. */
  sequential?: true;
  activities: CompiledActivity[];
}

/** The structure of a course as one version has it. What changes without a new version, such as dates of quizzes, is not in it. */
export interface CompiledOutline {
  /** Each before its sub-sections. */
  sections: CompiledSection[];
}

/** What tells one content from another: how often something was changed is no part of it. */
export function outlineDigest(outline: CompiledOutline): Buffer {
  const content = JSON.stringify(outline, (key, value: unknown) => (key === 'version' ? undefined : value));
  return createHash('sha256').update(content).digest();
}

/** A section or an activity with its rules, if it has any: versions that have none are as they were before there were rules. */
export function rulesIn({
  releaseRule,
  sequential = false,
}: {
  releaseRule: StoredRule | null;
  sequential?: boolean;
}): {
  release?: StoredRule;
  sequential?: true;
} {
  return {
    ...(releaseRule && { release: releaseRule }),
    ...(sequential ? { sequential: true as const } : {}),
  };
}

/** How an activity is completed, as far as its authors have said. */
export function completionIn({
  completionRule,
  isRequired,
  expectedBy,
}: CompletionTerms): Pick<CompiledActivity, 'completion' | 'optional' | 'expectedBy'> {
  return {
    ...(completionRule && { completion: completionRule }),
    ...(isRequired ? {} : { optional: true as const }),
    ...(expectedBy && { expectedBy }),
  };
}

/** The opposite of `completionIn`. */
export function completionTermsOf({
  completion,
  optional,
  expectedBy,
}: Pick<CompiledActivity, 'completion' | 'optional' | 'expectedBy'>): CompletionTerms {
  return { completionRule: completion ?? null, isRequired: !optional, expectedBy: expectedBy ?? null };
}

/** The ids of the activities that count in progress: those that are required, or all where none is. */
export function countedIn(outline: CompiledOutline): Set<string> {
  const completed = placedActivities(outline).filter(({ type }) => !NEVER_COMPLETED.includes(type));
  const required = completed.filter(({ optional = false }) => !optional);
  return new Set((required.length > 0 ? required : completed).map(({ id }) => id));
}

const EXPECTING = new WeakMap<CompiledOutline, boolean>();

/** Whether something is expected so many days after the start of each learner. */
export function expectsByStart(outline: CompiledOutline): boolean {
  const known = EXPECTING.get(outline);
  if (known !== undefined) return known;
  const expects = outline.sections.some(({ activities }) =>
    activities.some(({ expectedBy }) => expectedBy !== undefined && 'time' in expectedBy),
  );
  EXPECTING.set(outline, expects);
  return expects;
}

/** The outline as rules see it. */
export function ruledCourse({ sections }: CompiledOutline, timeZone: string): RuledCourse {
  return {
    timeZone,
    sections: sections.map(
      ({ id, parentId = null, title, release = null, sequential = false, activities }) => ({
        ...{ id, parentId, title, release, isSequential: sequential },
        activities: activities.map(({ id: activityId, title: name, release: own = null }) => ({
          ...{ id: activityId, title: name, release: own },
        })),
      }),
    ),
  };
}

/** The ids of the activities that a rule, or the order of their section, may close to learners. */
export function guardedIn({ sections }: CompiledOutline): Set<string> {
  const byId = new Map(sections.map((section) => [section.id, section]));
  const begun = new Set<string>();
  return new Set(
    sections.flatMap((section) => {
      const parent = section.parentId === undefined ? undefined : byId.get(section.parentId);
      const order = parent?.sequential ? parent.id : section.sequential ? section.id : undefined;
      return section.activities.flatMap((activity) => {
        const hasEarlier = order !== undefined && begun.has(order);
        if (order !== undefined) begun.add(order);
        return parent?.release || section.release || activity.release || hasEarlier ? [activity.id] : [];
      });
    }),
  );
}

/** An activity with where it stands. */
export interface PlacedActivity extends CompiledActivity {
  sectionId: string;
  /** In the whole course, from 1. */
  place: number;
}

/** All activities in the order of the course. */
export function placedActivities({ sections }: CompiledOutline): PlacedActivity[] {
  const inOrder = sections.flatMap(({ id: sectionId, activities }) =>
    activities.map((activity) => ({ ...activity, sectionId })),
  );
  return inOrder.map((activity, index) => ({ ...activity, place: index + 1 }));
}
