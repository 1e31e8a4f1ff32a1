/** What is wrong with a file of captions, and in which of its lines, from 1. */
export interface VttFault {
  fault: 'signature' | 'timing' | 'order' | 'empty';
  line: number;
}

const TIME = /^(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})$/;
const TIMING = /^[ \t]*([\d:.]+)[ \t]+-->[ \t]+([\d:.]+)(?:[ \t].*)?$/;
/** Blocks that show nothing. */
const SILENT = /^(?:NOTE|STYLE|REGION)(?:[ \t]|$)/;

/**
 * The first fault of a WebVTT file (W3C, https://www.w3.org/TR/webvtt1/); undefined for one that players read. It is strict about what
 * makes players drop cues without a word: the signature, and times. Each cue ends after it begins, and none begins before the one in
 * front of it. Own code: `webvtt-parser` refuses regions, overflows the stack on nested tags, and takes seconds for a long file.
 */
export function vttFault(text: string): VttFault | undefined {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  if (!/^WEBVTT(?:[ \t].*)?$/.test(lines[0] ?? '')) return { fault: 'signature', line: 1 };
  let latest = -1;
  for (const { line, block } of blocksOf(lines)) {
    if (SILENT.test(block[0] ?? '')) continue;
    // A cue may have a name before its times.
    const at = block[0]?.includes('-->') ? 0 : 1;
    const [, begin, end] = TIMING.exec(block[at] ?? '') ?? [];
    const [from, to] = [millisecondsOf(begin), millisecondsOf(end)];
    if (from === undefined || to === undefined || to <= from) return { fault: 'timing', line: line + at };
    if (from < latest) return { fault: 'order', line: line + at };
    latest = from;
  }
  return latest < 0 ? { fault: 'empty', line: lines.length } : undefined;
}

/** What stands between empty lines, behind the header, with the number of its first line. */
function* blocksOf(lines: readonly string[]): Generator<{ line: number; block: readonly string[] }> {
  let start = lines.indexOf('');
  if (start === -1) return;
  while (start < lines.length) {
    if (lines[start] === '') {
      start += 1;
      continue;
    }
    const next = lines.indexOf('', start);
    const end = next === -1 ? lines.length : next;
    yield { line: start + 1, block: lines.slice(start, end) };
    start = end;
  }
}

function millisecondsOf(time: string | undefined): number | undefined {
  const [, hours = '0', minutes, seconds, milliseconds] = TIME.exec(time ?? '') ?? [];
  if (minutes === undefined) return undefined;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(milliseconds);
}
