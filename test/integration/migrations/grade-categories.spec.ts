import { GradebookCategories1790000086000 } from '../../../src/migrations/1790000086000-gradebook-categories';
import { newId, toBinary } from '../../../src/shared/database/ids';
import { GradedCourse } from '../../support/graded-course';
import { migrateUp } from '../../support/migrate-up';
import { TestApp } from '../../support/test-app';

describe('the migration of grade categories', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const up = (): Promise<void> => migrateUp(app, GradebookCategories1790000086000);

  it('gives each course that uses a category of the school one of its own, once', async () => {
    const school = newId();
    await app.database.run("INSERT INTO line_item_categories (id, title) VALUES (?, 'Homework')", [
      toBinary(school),
    ]);
    const courses = [await GradedCourse.open(app), await GradedCourse.open(app)];
    for (const course of courses) {
      for (const title of ['First', 'Second']) {
        const { id } = await course.lineItem({ title });
        await app.database.run('UPDATE line_items SET category_id = ? WHERE id = ?', [
          toBinary(school),
          toBinary(id),
        ]);
      }
      await course.lineItem({ title: 'Other' });
    }
    await up();
    await up();
    const own = await Promise.all(
      courses.map(async (course) => {
        const { categories, withoutCategory } = (await course.instructor.get(`${course.url}/grade-rules`))
          .body;
        expect(categories).toEqual([
          expect.objectContaining({ title: 'Homework', lineItems: 2, aggregation: 'mean' }),
        ]);
        expect(withoutCategory).toBe(1);
        return categories[0].id as string;
      }),
    );
    expect(new Set(own).size).toBe(2);
  });
});
