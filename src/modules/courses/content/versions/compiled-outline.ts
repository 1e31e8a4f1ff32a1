import { createHash } from 'node:crypto';
import type { ActivityFields, ActivityType } from '../activity-types/registry';

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
}

export interface CompiledSection {
  id: string;
  title: string;
  summary: string;
  version: number;
  activities: CompiledActivity[];
}

/** The structure of a course as one version has it. What changes without a new version, such as dates of quizzes, is not in it. */
export interface CompiledOutline {
  sections: CompiledSection[];
}

/** What tells one content from another: how often something was changed is no part of it. */
export function outlineDigest(outline: CompiledOutline): Buffer {
  const content = JSON.stringify(outline, (key, value: unknown) => (key === 'version' ? undefined : value));
  return createHash('sha256').update(content).digest();
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
