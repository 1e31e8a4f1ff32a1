import { IANAZone } from 'luxon';
import MarkdownIt from 'markdown-it';
import { demoCourses, DemoQuestion, demoInstructors } from '../../../src/demo/content';
import { markdown } from '../../../src/demo/content/markdown';
import { Rational } from '../../../src/shared/decimals/rational';
import { activitiesOf, isRight, published, quizzesOf } from './support';

/** Raw HTML is switched on so that it would show up as tokens of its own. */
const parser = new MarkdownIt({ html: true });

const courses = demoCourses.map((course): [string, typeof course] => [course.key, course]);
const quizzes = demoCourses.flatMap((course) =>
  quizzesOf(course).map((quiz): [string, typeof quiz, typeof course] => [
    `${course.key}/${quiz.key}`,
    quiz,
    course,
  ]),
);
const questions = quizzes.flatMap(([name, quiz]) =>
  quiz.questions.map((question): [string, DemoQuestion] => [`${name}/${question.key}`, question]),
);
const pages = demoCourses.flatMap((course) =>
  activitiesOf(course).flatMap((activity) => (activity.type === 'page' ? [activity] : [])),
);
const markdowns = [
  ...pages.map((page) => page.content),
  ...demoCourses.flatMap((course) =>
    activitiesOf(course).flatMap((activity) => (activity.type === 'video' ? [activity.description] : [])),
  ),
  ...questions.flatMap(([, question]) => [question.prompt, question.feedback]),
];

describe('the courses of the demo school', () => {
  it('the courses of the demo school are four published ones and a draft that has only begun', () => {
    expect(published).toHaveLength(4);
    const drafts = demoCourses.filter((course) => course.status === 'draft');
    expect(drafts).toHaveLength(1);
    expect(drafts.flatMap(activitiesOf).length).toBeLessThan(5);
  });

  it('the courses of the demo school have keys, codes and titles of their own', () => {
    for (const field of ['key', 'code', 'title'] as const) {
      expect(new Set(demoCourses.map((course) => course[field])).size).toBe(demoCourses.length);
    }
  });

  it.each(courses)('the course %s has keys and titles that are unique within it', (_, course) => {
    const activities = activitiesOf(course);
    const keys = [...activities, ...course.assignments].map((item) => item.key);
    expect(new Set(keys).size).toBe(keys.length);
    const titles = [...activities, ...course.assignments].map((item) => item.title);
    expect(new Set(titles).size).toBe(titles.length);
    const sections = course.sections.map((section) => section.title);
    expect(new Set(sections).size).toBe(sections.length);
  });

  it.each(courses)('the course %s has a known time zone, instructor and length', (_, course) => {
    expect(IANAZone.isValidZone(course.timeZone)).toBe(true);
    expect(demoInstructors.map((instructor) => instructor.username)).toContain(course.instructor);
    expect(course.durationWeeks).toBeGreaterThan(0);
  });

  it.each(courses)(
    'the course %s has every due week inside the course, in the order of the outline',
    (_, course) => {
      const weeks = quizzesOf(course).map((quiz) => quiz.dueWeek);
      expect(weeks).toEqual([...weeks].sort((a, b) => a - b));
      for (const week of [...weeks, ...course.assignments.map((assignment) => assignment.dueWeek)]) {
        expect(Number.isInteger(week) && week >= 1 && week <= course.durationWeeks).toBe(true);
      }
    },
  );

  it.each(published.map((course): [string, typeof course] => [course.key, course]))(
    'the course %s has the size of a real course',
    (_, course) => {
      const inRange = (value: number, min: number, max: number) => value >= min && value <= max;
      expect(inRange(course.sections.length, 4, 6)).toBe(true);
      expect(inRange(activitiesOf(course).length, 14, 20)).toBe(true);
      expect(inRange(quizzesOf(course).length, 3, 4)).toBe(true);
      expect(quizzesOf(course).every((quiz) => inRange(quiz.questions.length, 5, 8))).toBe(true);
      expect(inRange(course.assignments.length, 1, 2)).toBe(true);
    },
  );

  it('the courses of the demo school grade their assignments out of a positive mark, with a remark for each kind of work', () => {
    for (const assignment of demoCourses.flatMap((course) => course.assignments)) {
      expect(Rational.of(assignment.maxScore).gt(0)).toBe(true);
      expect(Object.values(assignment.remarks).every((remarks) => remarks.length > 0)).toBe(true);
    }
  });

  it('the courses of the demo school show their videos on the example domain', () => {
    const videos = demoCourses
      .flatMap(activitiesOf)
      .flatMap((activity) => (activity.type === 'video' ? [activity.url] : []));
    expect(videos.length).toBeGreaterThan(10);
    expect(new Set(videos).size).toBe(videos.length);
    for (const url of videos) expect(url).toMatch(/^https:\/\/video\.stoa\.example\/[a-z-]+\/[a-z-]+$/);
  });
});

describe('the quizzes of the demo school', () => {
  it.each(quizzes)('the quiz %s has unique question keys and sensible rules', (_, quiz) => {
    const keys = quiz.questions.map((question) => question.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(quiz.maxAttempts ?? 1).toBeGreaterThan(0);
    expect(quiz.passPercentage ?? 50).toBeGreaterThan(0);
    expect(quiz.passPercentage ?? 50).toBeLessThanOrEqual(100);
  });

  it.each(questions)('the question %s has positive points and a difficulty on the scale', (_, question) => {
    expect(question.points).toMatch(/^\d+(\.\d{1,4})?$/);
    expect(Rational.of(question.points).gt(0)).toBe(true);
    expect(Math.abs(question.difficulty)).toBeLessThanOrEqual(2);
    expect(question.prompt.trim()).not.toBe('');
    expect(question.feedback.trim()).not.toBe('');
  });

  it.each(questions.filter(([, { type }]) => type === 'single_choice' || type === 'multiple_choice'))(
    'the question %s has distinct options and a key among them that leaves a wrong choice',
    (_, question) => {
      if (question.type !== 'single_choice' && question.type !== 'multiple_choice')
        throw new Error('filtered out');
      const keys = question.options.map((option) => option.key);
      expect(new Set(keys).size).toBe(keys.length);
      expect(new Set(question.options.map((option) => option.text)).size).toBe(keys.length);
      const answers = question.type === 'single_choice' ? [question.answer] : question.answers;
      expect(keys).toEqual(expect.arrayContaining(answers));
      expect(answers.length).toBeGreaterThan(0);
      expect(new Set(answers).size).toBe(answers.length);
      expect(answers.length).toBeLessThan(keys.length);
    },
  );

  it.each(questions.filter(([, { type }]) => type === 'numeric'))(
    'the question %s has a tolerance that is small beside its answer, and mistakes that lie outside it',
    (_, question) => {
      if (question.type !== 'numeric') throw new Error('filtered out');
      const tolerance = Rational.of(question.tolerance);
      expect(tolerance.gte(0)).toBe(true);
      expect(tolerance.lte(Rational.of(question.answer).abs().times('0.05'))).toBe(true);
      expect(question.mistakes.length).toBeGreaterThan(0);
      for (const mistake of question.mistakes) {
        expect(isRight(question, { type: 'numeric', value: mistake })).toBe(false);
      }
    },
  );

  it.each(questions.filter(([, { type }]) => type === 'short_text'))(
    'the question %s accepts distinct answers and none of the common mistakes',
    (_, question) => {
      if (question.type !== 'short_text') throw new Error('filtered out');
      const accepted = question.accepted.map((answer) => answer.toLowerCase());
      expect(accepted.length).toBeGreaterThan(0);
      expect(question.mistakes.length).toBeGreaterThan(0);
      for (const mistake of question.mistakes) {
        expect(isRight(question, { type: 'short_text', value: mistake })).toBe(false);
      }
    },
  );

  it('the quizzes of the demo school use all five types of question, all four policies, and keys that do not favor one letter', () => {
    expect(new Set(questions.map(([, question]) => question.type)).size).toBe(5);
    expect(new Set(quizzes.map(([, quiz]) => quiz.grading)).size).toBe(4);
    const letters = questions.flatMap(([, question]) =>
      question.type === 'single_choice' ? [question.answer] : [],
    );
    for (const letter of 'abcd') {
      expect(letters.filter((answer) => answer === letter).length).toBeLessThan(letters.length / 2.5);
    }
  });
});

describe('the texts of the demo school', () => {
  it('the texts of the demo school hold no raw HTML and no block that is code only because it is indented', () => {
    for (const text of markdowns) {
      const tokens = parser.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
      const types = tokens.map((token) => token.type);
      expect({ text, unwanted: types.filter((type) => /^html_|^code_block$/.test(type)) }).toEqual({
        text,
        unwanted: [],
      });
    }
  });

  it.each(pages.map((page): [string, typeof page] => [page.title, page]))(
    'the page "%s" is of a readable length, with headings and a table',
    (_, page) => {
      const words = page.content.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
      expect(words.length).toBeGreaterThanOrEqual(150);
      expect(words.length).toBeLessThanOrEqual(350);
      const types = parser.parse(page.content, {}).map((token) => token.type);
      expect(types).toContain('heading_open');
      expect(types).toContain('table_open');
    },
  );

  it('the texts of the demo school lose the indentation they have in the source, and nothing else', () => {
    const text = markdown`
      # Title

      - item
        - nested

      ~~~text
        kept
      ~~~
    `;
    expect(text).toBe('# Title\n\n- item\n  - nested\n\n~~~text\n  kept\n~~~');
  });
});
