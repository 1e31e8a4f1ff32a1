import type { ActivityFields } from '../../content/activity-types/registry';
import type { CompletionTerms } from '../../completion/dto/reading';
import type { StoredRule } from '../../release/release-rule';

/** The outline of a course with all that is in it, as its authors have it. */
export interface ContentDocument {
  /** In their order, each before its sub-sections. Where one activity is copied, a section without a title that stands for the one that it comes to. */
  sections: SectionDocument[];
}

export interface SectionDocument {
  id: string;
  /** Of which it is a sub-section; left out where it is none. */
  parentId?: string;
  title: string;
  summary: string;
  sequential: boolean;
  releaseRule: StoredRule | null;
  /** In their order. */
  activities: ActivityDocument[];
}

export interface ActivityDocument extends CompletionTerms {
  id: string;
  type: string;
  title: string;
  content: string | null;
  /** What was made of the content before; left out where it has to be made. */
  contentHtml?: string | null;
  /** As requests say them. */
  fields: ActivityFields;
  releaseRule: StoredRule | null;
}

/** All activities of the document, in the order of the course. */
export function activitiesIn({ sections }: ContentDocument): ActivityDocument[] {
  return sections.flatMap(({ activities }) => activities);
}
