import { addressesIn, addressesInHtml, renderMarkdown } from '../../../shared/markdown/markdown';
import { fileIdsIn, mayNameFiles } from '../../files';
import type { Activity } from './activity.entity';
import { type ActivityFields, findActivityType } from './activity-types/registry';

/** The content of an activity and what decides how it is read. */
export interface ActivityText extends Pick<Activity, 'type' | 'content'> {
  fields: ActivityFields;
}

/** The content as sanitized HTML, in which uploaded files keep the addresses that the API gives them. */
export function htmlOf({ type, content, fields }: ActivityText): string | null {
  if (content === null) return null;
  const render = findActivityType(type)?.render;
  return render ? render(content, fields) : renderMarkdown(content, { files: true });
}

/** The uploaded files that the content shows or links to. */
export function filesNamedIn(text: ActivityText): string[] {
  const { content } = text;
  if (!mayNameFiles(content)) return [];
  return fileIdsIn(isHtml(text.fields) ? addressesInHtml(htmlOf(text) ?? '') : addressesIn(content));
}

/** Whether the content is HTML, and not Markdown. */
export function isHtml({ format }: ActivityFields): boolean {
  return format === 'html';
}
