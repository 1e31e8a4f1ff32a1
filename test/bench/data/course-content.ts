import { Random } from '../../../src/demo/content/random';
import { renderMarkdown } from '../../../src/shared/markdown/markdown';

/** An activity's text as its author wrote it and as it is shown. */
export interface ActivityText {
  title: string;
  markdown: string;
  html: string;
}

/** A question of the quiz, with what the load answers. */
export interface QuizQuestion {
  type: string;
  prompt: string;
  definition: object;
  right: unknown;
  wrong: unknown;
}

const WORDS =
  `sample median variance survey answer chart column average figure random question learner measure table
  number weight category interval outcome record reading pattern evidence result method error group class method
  example section chapter practice compare describe explain predict collect reason simple careful larger smaller
  often never between within before after the a of and in with for to is are was by from that this`.split(
    /\s+/,
  );

/** The characters of Markdown that make an outline of 66 activities about 80 KB of JSON. */
const TEXT_LENGTH = 940;

/** Texts of about 1 KB, with headings, lists and emphasis as authors write them. */
export function activityTexts(count: number, seed: string): ActivityText[] {
  const random = new Random(`texts ${seed}`);
  return Array.from({ length: count }, (_, index) => {
    const title = `${index + 1} ${sentence(random, 3)}`;
    const parts = [`## ${sentence(random, 4)}`];
    while (parts.join('\n\n').length < TEXT_LENGTH) {
      parts.push(random.chance(0.25) ? list(random) : paragraph(random));
    }
    const markdown = parts.join('\n\n');
    return { title, markdown, html: renderMarkdown(markdown) };
  });
}

function paragraph(random: Random): string {
  return `${sentence(random, 12)}. *${sentence(random, 3)}* ${sentence(random, 10).toLowerCase()}.`;
}

function list(random: Random): string {
  return [1, 2, 3].map(() => `- ${sentence(random, 6)}`).join('\n');
}

function sentence(random: Random, words: number): string {
  const text = Array.from({ length: words }, () => random.pick(WORDS)).join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const OPTIONS = ['mean', 'median', 'mode', 'range'].map((id) => ({ id, text: `The ${id} of all readings` }));

/** Ten questions of all five kinds, a point each. */
export function quizQuestions(): QuizQuestion[] {
  return Array.from({ length: 10 }, (_, index) => question(index));
}

function question(index: number): QuizQuestion {
  const prompt = `Question ${index + 1}: what describes the **middle** of a skewed sample best?`;
  switch (index % 5) {
    case 0:
    case 1: {
      const definition = { type: 'single_choice', options: OPTIONS, key: 'median' };
      return { type: 'single_choice', prompt, definition, right: 'median', wrong: 'mean' };
    }
    case 2: {
      const key = ['median', 'mode'];
      const definition = { type: 'multiple_choice', options: OPTIONS, key, scoring: 'all_or_nothing' };
      return { type: 'multiple_choice', prompt, definition, right: ['mode', 'median'], wrong: ['median'] };
    }
    case 3:
      return index < 5
        ? {
            type: 'true_false',
            prompt,
            definition: { type: 'true_false', key: true },
            right: true,
            wrong: false,
          }
        : {
            type: 'numeric',
            prompt,
            definition: { type: 'numeric', key: '2.5', tolerance: { type: 'absolute', value: '0.1' } },
            right: '2.45',
            wrong: '2.75',
          };
    default: {
      const definition = { type: 'short_text', accepted: ['the median', 'median'], caseSensitive: false };
      return { type: 'short_text', prompt, definition, right: '  The  Median ', wrong: 'the mean' };
    }
  }
}
