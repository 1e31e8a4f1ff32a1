import { searchForm } from './search-form';

/** Of one thing. */
export const MOST_TAGS = 20;
/** In characters. */
export const LONGEST_TAG = 60;
/** In characters, of the form: some letters are folded to several. */
const LONGEST_FORM = 100;

/** By which tags are compared: letter case, accents, width and kinds of dashes do not count. */
export function tagForm(label: string): string {
  return searchForm(label);
}

/** Whether a text can be a tag: something of it is left to be compared, and not too much. */
export function isTag(label: string): boolean {
  const form = tagForm(label);
  return form !== '' && form.length <= LONGEST_FORM;
}

/** The labels, of those that are the same tag only the first. */
export function distinctTags(labels: readonly string[]): string[] {
  const forms = labels.map(tagForm);
  return labels.filter((_label, index) => forms.indexOf(forms[index] as string) === index);
}
