import { htmlToText } from '../html-text';

/** A gap as it stands in a text: `{2:MULTICHOICE:=right~wrong}`. */
export interface EmbeddedGap {
  /** Where it begins and ends in the text. */
  start: number;
  end: number;
  /** As written, such as `2`; empty for 1. */
  weight: string;
  /** In capitals, such as `MULTICHOICE_S`. */
  kind: string;
  alternatives: Alternative[];
}

export interface Alternative {
  start: number;
  /** `=`, a percentage, or nothing. */
  weight: { isRight: true } | { percentage: string } | null;
  text: string;
  feedback: string;
}

/** A gap that begins, and has no end. */
export interface OpenGap {
  openAt: number;
}

const START = /\{(\d{0,9}):([A-Z][A-Z_]{0,30}):/g;
const WEIGHT = /^(?:=|%(-?\d+(?:[.,]\d*)?)%)/;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|quot|apos|nbsp|amp));/gi;
const NAMED: Readonly<Record<string, string>> = {
  ...{ lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', amp: '&' },
};
const HAS_HTML = /<\/?[a-z!]|&(?!(?:lt|gt|quot|apos|nbsp|amp);)[a-z][a-z\d]{1,30};/i;

/** The gaps of a text in Moodle's syntax (`question/type/multianswer/questiontype.php`), in one pass. */
export function* embeddedGaps(text: string): Generator<EmbeddedGap | OpenGap> {
  const starts = new RegExp(START);
  for (let found = starts.exec(text); found; found = starts.exec(text)) {
    const [whole, weight = '', kind = ''] = found;
    const start = found.index;
    const scanned = alternativesFrom(text, start + whole.length);
    if (!scanned) {
      yield { openAt: start };
      return;
    }
    starts.lastIndex = scanned.end;
    yield { start, end: scanned.end, weight, kind, alternatives: scanned.alternatives };
  }
}

/** What stands between the signs: a backslash before a sign, and entities, make it a part of the text. */
function alternativesFrom(
  text: string,
  from: number,
): { alternatives: Alternative[]; end: number } | undefined {
  const alternatives: Alternative[] = [];
  let [start, feedbackAt] = [from, -1];
  const take = (end: number): void => {
    const answer = text.slice(start, feedbackAt < 0 ? end : feedbackAt);
    const weight = WEIGHT.exec(answer.trimStart());
    alternatives.push({
      start,
      weight: !weight ? null : weight[1] === undefined ? { isRight: true } : { percentage: weight[1] },
      text: decoded(weight ? answer.trimStart().slice(weight[0].length) : answer),
      feedback: feedbackAt < 0 ? '' : decoded(text.slice(feedbackAt + 1, end)),
    });
    [start, feedbackAt] = [end + 1, -1];
  };
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '\\') at += 1;
    else if (sign === '}') {
      take(at);
      return { alternatives, end: at + 1 };
    } else if (sign === '~') take(at);
    else if (sign === '#' && feedbackAt < 0 && !/&(?:amp;)?$/.test(text.slice(Math.max(0, at - 5), at)))
      feedbackAt = at;
  }
  return undefined;
}

/** Editors write the ampersands of entities as entities, too. */
function decoded(written: string): string {
  const text = written
    .replaceAll('\\}', '}')
    .replaceAll('\\#', '#')
    .replace(/&amp;(?=#\w{1,8};|[a-z]{2,8};)/gi, '&')
    .trim();
  if (HAS_HTML.test(text)) return htmlToText(text).text;
  return text.replace(ENTITY, (_, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name.toLowerCase()] ?? '';
    const code = decimal === undefined ? parseInt(hex ?? '0', 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '\ufffd';
  });
}

/** A text so that it is read as it is, wherever in a gap it stands. */
export function escapeGap(text: string): string {
  return text.replace(/[~#}{\\&<>"=%\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
