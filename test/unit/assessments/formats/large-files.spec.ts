import fc from 'fast-check';
import { checkedBlock } from '../../../../src/modules/assessments/formats/checked-question';
import { decodeText } from '../../../../src/shared/text/encodings';
import { gift } from '../../../../src/modules/assessments/formats/gift/gift';
import { moodleXml } from '../../../../src/modules/assessments/formats/moodle-xml/moodle-xml';
import type { QuestionFormat } from '../../../../src/modules/assessments/formats/question-format';
import { qti } from '../../../../src/modules/assessments/formats/qti/qti';
import { singleChoice } from '../../../../src/modules/assessments/question-types/single-choice/single-choice';
import type { AnyQuestionType } from '../../../../src/modules/assessments/question-types/registry';
import { randomQuestion, randomQuestionOf } from './random-questions';

const QUESTIONS = 500;
const MEBIBYTE = 2 ** 20;
/** Ten times what it takes, so that a loaded machine does not fail it. Reading that is not of one pass takes hours. */
const MOST_SECONDS = 30;

interface Reading {
  read: number;
  seconds: number;
  megabytes: number;
}

/** Reads as an import does, block by block, and keeps nothing. */
function reading(format: QuestionFormat, files: readonly string[]): Reading {
  const started = process.cpuUsage();
  const before = process.memoryUsage().heapUsed;
  let [read, most] = [0, 0];
  for (const file of files)
    for (const block of format.read?.(file) ?? []) {
      if (checkedBlock(block).question) read += 1;
      if (read % 50 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
    }
  return { read, seconds: process.cpuUsage(started).user / 1e6, megabytes: most / MEBIBYTE };
}

describe('files of 500 questions of all types', () => {
  it.each([
    ['GIFT', gift],
    ['Moodle XML', moodleXml],
    ['QTI', qti],
  ])('are read in bounded time and memory: %s', (_, format) => {
    const all = fc.sample(randomQuestion({}, format.cannotHold), { numRuns: QUESTIONS, seed: 5 });
    const written = all.map((question) => format.write?.(question).text ?? '');
    const files = format.packing
      ? written
      : [`${format.head ?? ''}${written.join('\n')}${format.foot ?? ''}`];
    const { read, seconds, megabytes } = reading(format, files);
    expect(read).toBe(QUESTIONS);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    expect(megabytes).toBeLessThan(256);
  });

  it('cost no more for each question when there are ten times as many', () => {
    const [question] = fc.sample(randomQuestionOf(singleChoice as unknown as AnyQuestionType), {
      numRuns: 1,
      seed: 7,
    });
    const one = question ? (moodleXml.write?.(question).text ?? '') : '';
    const times = [500, 5000].map(
      (count) => reading(moodleXml, [`<quiz>${one.repeat(count)}</quiz>`]).seconds / count,
    );
    const [few = 0, many = 0] = times;
    // Reading everything anew for each question would make it ten times.
    expect(many).toBeLessThan(4 * few + 0.001);
  });
});

describe('a text of 50 MB', () => {
  it('of broken braces is read in one pass', () => {
    const text = 'Broken { \n\n'.repeat(5_000_000);
    const started = process.cpuUsage();
    let blocks = 0;
    for (const { remarks } of gift.read?.(text) ?? []) {
      blocks += 1;
      expect(remarks.length).toBe(1);
      if (blocks === 200_000) break;
    }
    expect(blocks).toBe(200_000);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(MOST_SECONDS);
  });

  it.each(['utf-8', 'utf-16le', 'windows-1252'] as const)(
    'in %s, with line breaks of Windows, is decoded',
    (encoding) => {
      const line = 'Is two even? {T}\r\n\r\n';
      const text = line.repeat(Math.ceil((50 * MEBIBYTE) / (encoding === 'utf-16le' ? 2 : 1) / line.length));
      const bytes = Buffer.from(text, encoding === 'utf-16le' ? 'utf16le' : 'latin1');
      const decoded = decodeText(bytes, encoding);
      expect('text' in decoded && decoded.text.length).toBe(text.replaceAll('\r', '').length);
    },
  );
});
