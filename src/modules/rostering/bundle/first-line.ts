import type { Sentence } from '../../../shared/sentences/sentence';
import { sentences } from '../rostering.sentences';
import { BundleError, type BundleFaultCode, fault } from './bundle-error';
import { withHead } from './text';

const LINE_FEED = 10;
const NAMES: Record<string, string> = { ';': 'semicolon', '\t': 'tab', '|': 'bar' };
/** No header is longer. */
const MOST_BYTES = 16 * 1024;

/**
 * The same bytes. Looks at the first line before anything is parsed, since a parser for commas would find one column in
 * a file with semicolons, and one line in a file with the line ends of old Macs.
 *
 * @throws BundleError if the first line is not separated by commas, or does not end with LF or CRLF.
 */
export function withCheckedFirstLine(
  chunks: AsyncIterable<Buffer>,
  file: string,
): AsyncGenerator<Buffer, void, undefined> {
  return withHead(
    chunks,
    (head) => head.length >= MOST_BYTES || head.includes(LINE_FEED),
    (head) => {
      checkFirstLine(head, file);
      return head;
    },
  );
}

function checkFirstLine(head: Buffer, file: string): void {
  const end = head.indexOf(LINE_FEED);
  // The bytes of these signs are part of no other character in UTF-8.
  const line = head.toString('latin1', 0, end === -1 ? Math.min(head.length, MOST_BYTES) : end);
  const refuse = (code: BundleFaultCode, sentence: Sentence): BundleError =>
    new BundleError([fault(code, sentence, { file, line: 1 })]);
  if (/\r(?!$)/.test(line) || (end === -1 && line.endsWith('\r')))
    throw refuse('wrong_line_end', sentences.wrongLineEnd({ file }));
  if (line.includes(',')) return;
  const separator = [';', '\t', '|'].find((sign) => line.includes(sign));
  if (separator !== undefined)
    throw refuse(
      'wrong_separator',
      sentences.wrongSeparator({ file, separator: NAMES[separator] ?? separator }),
    );
}
