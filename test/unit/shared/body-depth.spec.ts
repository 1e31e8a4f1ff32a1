import { refuseDeepBody } from '../../../src/shared/http/body-depth';

const nested = (levels: number): unknown =>
  Array.from({ length: levels }).reduce<unknown>((inner) => [inner], 'x');
const refuse = (body: unknown): Promise<void> =>
  new Promise((resolve, reject) =>
    refuseDeepBody({ body }, undefined, (error) => (error ? reject(error) : resolve())),
  );

describe('a body', () => {
  it.each([undefined, null, 'text', 1, {}, nested(32)])(
    'a body that is nested up to 32 levels passes (%#)',
    async (body) => {
      await expect(refuse(body)).resolves.toBeUndefined();
    },
  );

  it('a body that is nested deeper is refused, however deep', async () => {
    for (const levels of [33, 100_000])
      await expect(refuse({ answers: nested(levels) })).rejects.toMatchObject({ code: 'request.too_deep' });
  });
});
