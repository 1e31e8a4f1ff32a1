import { type Caller, TestApp } from '../../support/test-app';

describe('the errors of fields', () => {
  let app: TestApp;
  let instructor: Caller;
  beforeAll(async () => {
    app = await TestApp.start();
    instructor = await app.person('instructor');
  });
  afterAll(() => app.stop());

  it('say once that a field is missing', async () => {
    const { status, body } = await instructor.post('/v1/courses', {});
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      { field: 'code', rule: 'required', message: 'code is required' },
      { field: 'title', rule: 'required', message: 'title is required' },
    ]);
    expect(body.detail).toBe('The request has 2 faults: code is required; title is required.');
  });

  it('say it of missing query parameters and of fields inside of others', async () => {
    const people = await instructor.get('/v1/people');
    expect(people.body.errors).toEqual([
      { field: 'search', rule: 'required', message: 'search is required' },
    ]);
    const order = await instructor.put('/v1/courses/01990000-0000-7000-8000-00000000c001/outline/order', {
      sections: [{}],
    });
    expect(order.body.errors).toEqual([
      { field: 'sections[0].id', rule: 'required', message: 'sections[0].id is required' },
      { field: 'sections[0].activities', rule: 'required', message: 'sections[0].activities is required' },
    ]);
  });

  it.each([
    [{ code: 'x'.repeat(51), title: 'T' }, 'code', 'maxLength', { max: 50 }],
    [{ code: 'C', title: '' }, 'title', 'minLength', { min: 1 }],
  ])('carry the bounds of the rule that a field breaks', async (sent, field, rule, params) => {
    const { body } = await instructor.post('/v1/courses', sent);
    expect(body.errors).toContainEqual(expect.objectContaining({ field, rule, params }));
  });

  it('carry the values that a field takes', async () => {
    const { body } = await instructor.get('/v1/courses?sort=size&limit=101');
    expect(body.errors).toEqual([
      expect.objectContaining({
        field: 'sort',
        rule: 'isIn',
        params: { values: expect.stringContaining('title, ') },
      }),
      expect.objectContaining({ field: 'limit', rule: 'max', params: { max: 100 } }),
    ]);
  });
});
