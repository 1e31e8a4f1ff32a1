import { createTwoFilesPatch } from 'diff';

/** Milliseconds for one comparison. A text in which nearly all is new is not worth more. */
const MOST_TIME = 100;
const MOST_CHARACTERS = 20_000;

/**
 * What differs between two texts, as a unified diff with three lines around each change, without its two lines of head.
 * Null where the texts are so long and so different that comparing them would take too long. Cut after 20,000 characters.
 */
export function textDiff(before: string, after: string): string | null {
  const patch = createTwoFilesPatch('before', 'after', lines(before), lines(after), undefined, undefined, {
    ...{ context: 3, timeout: MOST_TIME, headerOptions: OMIT },
  });
  if (patch === undefined) return null;
  return patch.length > MOST_CHARACTERS ? `${patch.slice(0, MOST_CHARACTERS)}\n…\n` : patch;
}

/** With an end of the last line, of whose lack a diff would tell. */
function lines(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

const OMIT = { includeIndex: false, includeUnderline: false, includeFileHeaders: false };
