import { createHash } from 'node:crypto';
import type { Connection } from 'mysql2/promise';
import { Random } from '../../src/demo/content/random';
import { renderMarkdown } from '../../src/shared/markdown/markdown';
import { signToken } from './access-token';
import { type BulkValue, bulkInsert } from './data/bulk-insert';
import { type ActivityText, activityTexts, quizQuestions } from './data/course-content';
import { questionRows } from './data/question-rows';
import { idText, type SeededId, SeededIds } from './data/seeded-ids';
import type { Caller, World, WorldQuestion } from './world';

type Row = Record<string, BulkValue>;

interface Person {
  id: SeededId;
  givenName: string;
  familyName: string;
}

type MadeQuiz = Pick<World, 'quizId' | 'quizLineItemId' | 'questions'>;

const ACTIVITIES = 66;
const SECTIONS = 8;
const CATEGORIES = ['Homework', 'Project', 'Examination'];
const LINE_ITEMS = 12;
const LEARNERS = 1000;
/** The course's instructors: as many as share its load without one of them asking more than people do. */
const STAFF = 50;
/** The course grows with the school, but no course has a hundred thousand learners. */
const LARGEST_COURSE = 10 * LEARNERS;
const CALLERS = 1000;
const OUTSIDERS = 6000;
/** Other courses for each thousand learners, and the learners of each. */
const NEIGHBORS = 3;
const NEIGHBORS_LEARNERS = 100;
/** Every so many learners have an accommodation. */
const ACCOMMODATED = 20;
/** The first activities of the course are done by everybody, the rest by nobody yet. */
const DONE_ACTIVITIES = 8;

/** Long past, so that what the flows write can be told from it by its date; the term itself has begun and not ended. */
const PAST = new Date('2020-01-06T09:00:00.000Z');
const BEGIN_DATE = '2020-01-06';
const TIME_ZONE = 'Europe/London';
const MAXIMA = ['10.0000', '20.0000', '100.0000'];

const GIVEN =
  'Amara Bao Chloe Dev Emil Farah Gus Hana Ivo Jun Kofi Lena Mira Nils Omar Pia Quin Rosa Sami Tove'.split(
    ' ',
  );
const FAMILY =
  'Abebe Bello Castro Diaz Eriksen Fischer Garcia Haddad Ito Jensen Khan Lima Martin Nguyen Okafor Petrov Quist Rao Sato Tanaka'.split(
    ' ',
  );

/**
 * Fills a migrated, empty store with a school of 1,000 × `size` learners, the same for the same seed: one course of 66
 * activities, a quiz of 10 questions and 12 line items with everybody's scores, taken by all of them or by 10,000, and
 * 3 × `size` other courses of 100. `say` hears of progress.
 */
export class DataMaker {
  private readonly ids: SeededIds;
  private readonly random: Random;
  private readonly texts: ActivityText[];
  private people = 0;

  constructor(
    private readonly connection: Connection,
    private readonly size: number,
    seed: string,
    private readonly say: (message: string) => void,
  ) {
    this.ids = new SeededIds(seed);
    this.random = new Random(`school ${seed}`);
    this.texts = activityTexts(ACTIVITIES, seed);
  }

  async make(): Promise<World> {
    // The rows are consistent by construction; checking each of a million would take most of the time.
    await this.connection.query('SET SESSION foreign_key_checks = 0, unique_checks = 0');
    const staff = await this.makePeople(STAFF, 'instructor');
    const learners = await this.makePeople(LEARNERS * this.size, 'learner');
    const outsiders = await this.makePeople(OUTSIDERS, 'learner');
    const categories = await this.makeCategories();
    this.say(`${this.people} people`);
    for (let neighbor = 0; neighbor < NEIGHBORS * this.size; neighbor += 1) {
      const offset = (neighbor * NEIGHBORS_LEARNERS) % learners.length;
      const few = learners.slice(offset, offset + NEIGHBORS_LEARNERS);
      await this.makeCourse(`N-${neighbor}`, staff.slice(0, 1), few, categories);
    }
    this.say(`${NEIGHBORS * this.size} other courses`);
    const class_ = learners.slice(0, LARGEST_COURSE);
    const course = await this.makeCourse('BENCH', staff, class_, categories);
    await this.makeCompletions(course.courseId, course.activities.slice(0, DONE_ACTIVITIES), class_);
    await this.makeAccommodations(
      class_.filter((_, index) => index % ACCOMMODATED === 0),
      staff[0] as Person,
    );
    this.say(`the course of ${class_.length} learners`);
    const callers = class_.filter((_, index) => index % (class_.length / CALLERS) === 0);
    const staffCallers = await this.makeCallers(staff);
    const learnerCallers = await this.makeCallers(callers);
    await this.connection.query('SET SESSION foreign_key_checks = 1, unique_checks = 1');
    await this.connection.query(
      'ANALYZE TABLE users, sessions, courses, sections, activities, enrollments, line_items, results, activity_completions',
    );
    return {
      size: this.size,
      courseId: course.courseId.text,
      staff: staffCallers,
      learners: learnerCallers,
      outsiders: outsiders.map(({ id }) => id.text),
      ...course.quiz,
      openActivities: course.activities.slice(DONE_ACTIVITIES).map(({ text }) => text),
    };
  }

  private async makePeople(count: number, role: string): Promise<Person[]> {
    const people = Array.from({ length: count }, () => ({
      id: this.ids.next(),
      givenName: this.random.pick(GIVEN),
      // Numbered, since twenty names would make a thousand people sort by their ids.
      familyName: `${this.random.pick(FAMILY)} ${this.random.integer(1, 99_999)}`,
    }));
    const rows = people.map(({ id, givenName, familyName }): Row => {
      this.people += 1;
      const username = `person-${String(this.people).padStart(7, '0')}`;
      return {
        id: id.bytes,
        username,
        email: `${username}@school.example`,
        given_name: givenName,
        family_name: familyName,
        role,
        time_zone: TIME_ZONE,
        created_at: PAST,
        updated_at: PAST,
      };
    });
    await bulkInsert(this.connection, 'users', rows);
    return people;
  }

  private async makeCallers(people: Person[]): Promise<Caller[]> {
    const sessions = people.map((person) => ({ person, id: this.ids.next() }));
    const rows = sessions.map(({ person, id }) => ({
      id: id.bytes,
      user_id: person.id.bytes,
      created_at: PAST,
      last_used_at: PAST,
      expires_at: new Date('2100-01-01T00:00:00Z'),
    }));
    await bulkInsert(this.connection, 'sessions', rows);
    return sessions.map(({ person, id }) => ({
      id: person.id.text,
      token: signToken(person.id.text, id.text),
    }));
  }

  private async makeCategories(): Promise<SeededId[]> {
    const titles = CATEGORIES.map((title) => ({ id: this.ids.next(), title }));
    const rows = titles.map(({ id, title }) => ({ id: id.bytes, title }));
    await bulkInsert(this.connection, 'line_item_categories', rows);
    return titles.map(({ id }) => id);
  }

  private async makeCourse(
    code: string,
    staff: Person[],
    learners: Person[],
    categories: SeededId[],
  ): Promise<{ courseId: SeededId; quiz: MadeQuiz; activities: SeededId[] }> {
    const courseId = this.ids.next();
    const [instructor] = staff as [Person];
    const stamps = { created_at: PAST, updated_at: PAST };
    const row = {
      id: courseId.bytes,
      code,
      title: `Measuring and counting ${code}`,
      time_zone: TIME_ZONE,
      status: 'published',
      published_version: 1,
      published_at: PAST,
      created_by: instructor.id.bytes,
    };
    await bulkInsert(this.connection, 'courses', [{ ...row, ...stamps }]);
    const activities = await this.makeContent(courseId);
    const enrolled = [
      ...staff.map((person) => ({ person, role: 'instructor', id: this.ids.next() })),
      ...learners.map((person) => ({ person, role: 'learner', id: this.ids.next() })),
    ];
    const enrollments = enrolled.map(({ person, role, id }) => ({
      id: id.bytes,
      course_id: courseId.bytes,
      user_id: person.id.bytes,
      role,
      family_name: person.familyName,
      given_name: person.givenName,
      begin_date: BEGIN_DATE,
      ...stamps,
    }));
    await bulkInsert(this.connection, 'enrollments', enrollments);
    await this.makeGradebook(courseId, instructor, learners, categories);
    const quiz = await this.makeQuiz(courseId, activities.at(-1) as SeededId);
    return { courseId, quiz, activities: activities.slice(0, -1) };
  }

  /** Sections and activities; the last of these is the quiz. */
  private async makeContent(courseId: SeededId): Promise<SeededId[]> {
    const stamps = { created_at: PAST, updated_at: PAST };
    const sections = Array.from({ length: SECTIONS }, () => this.ids.next());
    const sectionRows = sections.map(({ bytes }, index) => ({
      id: bytes,
      course_id: courseId.bytes,
      title: `Week ${index + 1}`,
      summary: 'What to read, to watch and to try out this week, and how to tell that it was understood.',
      position: index + 1,
      ...stamps,
    }));
    await bulkInsert(this.connection, 'sections', sectionRows);
    const activities = this.texts.map((text) => ({ ...text, id: this.ids.next() }));
    const rows = activities.map(({ id, title, markdown, html }, index): Row => {
      const isQuiz = index === ACTIVITIES - 1;
      return {
        id: id.bytes,
        course_id: courseId.bytes,
        section_id: (sections[Math.floor((index * SECTIONS) / ACTIVITIES)] as SeededId).bytes,
        position: index + 1,
        type: isQuiz ? 'quiz' : 'page',
        title,
        content: markdown,
        content_html: html,
        ...stamps,
      };
    });
    await bulkInsert(this.connection, 'activities', rows);
    await this.publish(courseId, sectionRows, rows);
    return activities.map(({ id }) => id);
  }

  /** What learners see: a version of all that was made. */
  private async publish(courseId: SeededId, sections: Row[], activities: Row[]): Promise<void> {
    const digestOf = (activity: Row): Buffer =>
      createHash('sha256')
        .update(activity['id'] as Buffer)
        .digest();
    const inSection = Map.groupBy(activities, (activity) =>
      (activity['section_id'] as Buffer).toString('hex'),
    );
    const outline = JSON.stringify({
      sections: sections.map(({ id, title, summary }) => ({
        ...{ id: idText(id as Buffer), title, summary, version: 1 },
        activities: inSection.get((id as Buffer).toString('hex'))?.map((activity) => ({
          ...{
            id: idText(activity['id'] as Buffer),
            type: activity['type'],
            title: activity['title'],
            version: 1,
          },
          ...{ digest: digestOf(activity).toString('hex'), fields: {} },
        })),
      })),
    });
    const version = { id: this.ids.next().bytes, course_id: courseId.bytes, number: 1, cause: 'course' };
    const digest = createHash('sha256').update(outline).digest();
    await bulkInsert(this.connection, 'course_versions', [
      { ...version, published_at: PAST, digest, outline },
    ]);
    await bulkInsert(
      this.connection,
      'activity_bodies',
      activities.map((activity) => ({
        ...{ activity_id: activity['id'] as Buffer, digest: digestOf(activity) },
        ...{ content: activity['content'] as string, content_html: activity['content_html'] as string },
      })),
    );
    await bulkInsert(
      this.connection,
      'published_activities',
      activities.map((activity, index) => ({
        ...{ activity_id: activity['id'] as Buffer, course_id: courseId.bytes, place: index + 1, version: 1 },
        ...{ section_id: activity['section_id'] as Buffer, type: activity['type'] as string },
        ...{ title: activity['title'] as string, digest: digestOf(activity), updated_at: PAST },
      })),
    );
  }

  /** Line items, with a score of every learner for each. */
  private async makeGradebook(
    courseId: SeededId,
    instructor: Person,
    learners: Person[],
    categories: SeededId[],
  ): Promise<void> {
    const own = categories.map((roster, position) => ({ id: this.ids.next(), roster, position }));
    await bulkInsert(
      this.connection,
      'grade_categories',
      own.map(({ id, roster, position }) => ({
        ...{ id: id.bytes, course_id: courseId.bytes, roster_category_id: roster.bytes, position },
        ...{ title: CATEGORIES[position] as string, aggregation: 'mean' },
      })),
    );
    const items = Array.from({ length: LINE_ITEMS }, (_, index) => ({
      id: this.ids.next(),
      max: MAXIMA[index % MAXIMA.length] as string,
      category: own[index % own.length] as (typeof own)[number],
      index,
    }));
    const itemRows = items.map(({ id, max, category, index }) => ({
      id: id.bytes,
      course_id: courseId.bytes,
      category_id: category.roster.bytes,
      grade_category_id: category.id.bytes,
      title: `Assignment ${index + 1}`,
      due_at: index < 2 ? null : new Date(Date.UTC(2026, index, 28, 22, 59, 59, 999)),
      result_value_max: max,
      created_at: PAST,
      updated_at: PAST,
    }));
    await bulkInsert(this.connection, 'line_items', itemRows);
    await bulkInsert(this.connection, 'results', this.results(items, instructor, learners));
  }

  private *results(
    items: { id: SeededId; max: string; index: number }[],
    instructor: Person,
    learners: Person[],
  ): Generator<Row> {
    for (const { id, max, index } of items) {
      for (const person of learners) {
        // Quarters of points, from none to all.
        const score = this.random.integer(0, 4 * Number(max)) / 4;
        yield {
          id: this.ids.next().bytes,
          line_item_id: id.bytes,
          user_id: person.id.bytes,
          score: score.toFixed(4),
          score_status: 'fully graded',
          score_date: `2026-${String(index + 1).padStart(2, '0')}-27`,
          submitted_at: new Date(`2026-${String(index + 1).padStart(2, '0')}-26T15:00:00.000Z`),
          source: 'instructor',
          recorded_by: instructor.id.bytes,
          updated_at: PAST,
        };
      }
    }
  }

  private async makeQuiz(courseId: SeededId, quizId: SeededId): Promise<MadeQuiz> {
    const stamps = { created_at: PAST, updated_at: PAST };
    const lineItemId = this.ids.next();
    const questions = quizQuestions().map((question) => ({ ...question, id: this.ids.next() }));
    const quizRow = {
      activity_id: quizId.bytes,
      course_id: courseId.bytes,
      grading: 'highest',
      pass_percentage: '50.00',
      shuffle_questions: 0,
      time_limit_seconds: 2700,
      feedback: 'after_submission',
      points_possible: `${questions.length}.0000`,
    };
    await bulkInsert(this.connection, 'quizzes', [{ ...quizRow, ...stamps }]);
    const rows = questions.map(({ id, type, prompt, definition }, index) => ({
      id: id.bytes,
      activity_id: quizId.bytes,
      position: index + 1,
      type,
      prompt,
      prompt_html: renderMarkdown(prompt),
      points: '1.0000',
      definition: JSON.stringify(definition),
      feedback: 'See the chapter on skewed samples.',
      feedback_html: '<p>See the chapter on skewed samples.</p>\n',
      ...stamps,
    }));
    for (const [table, made] of questionRows(courseId.bytes, courseId.bytes, rows))
      await bulkInsert(this.connection, table, made);
    const lineItem = {
      id: lineItemId.bytes,
      course_id: courseId.bytes,
      activity_id: quizId.bytes,
      title: 'Quiz',
      result_value_max: `${questions.length}.0000`,
    };
    await bulkInsert(this.connection, 'line_items', [{ ...lineItem, ...stamps }]);
    return {
      quizId: quizId.text,
      quizLineItemId: lineItemId.text,
      questions: questions.map(({ id, right, wrong }): WorldQuestion => ({ id: id.text, right, wrong })),
    };
  }

  /** Half as much time again. */
  private async makeAccommodations(learners: Person[], approver: Person): Promise<void> {
    const rows = learners.map(({ id }) => ({
      ...{ id: this.ids.next().bytes, user_id: id.bytes, approved_by: approver.id.bytes },
      ...{ time_factor: '1.50', minutes_added: 0, extra_attempts: 0, days_added: 0, rest_break_minutes: 0 },
      ...{
        presentation: '[]',
        reason: 'Reads slowly.',
        valid_from: PAST,
        created_at: PAST,
        updated_at: PAST,
      },
    }));
    await bulkInsert(this.connection, 'accommodations', rows);
  }

  private async makeCompletions(
    courseId: SeededId,
    activities: SeededId[],
    learners: Person[],
  ): Promise<void> {
    const rows = function* (): Generator<Row> {
      for (const { id } of learners) {
        for (const activity of activities) {
          yield {
            user_id: id.bytes,
            activity_id: activity.bytes,
            course_id: courseId.bytes,
            completed_at: PAST,
            cause: 'manual',
          };
        }
      }
    };
    await bulkInsert(this.connection, 'activity_completions', rows());
  }
}
