interface Answered {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  body: unknown;
}

/** Asserts that an answer is a complete problem+json with the headers and the request id that every answer has. */
export function expectProblem(answer: Answered | undefined, status: number, code?: string): void {
  expect(answer).toMatchObject({
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': expect.stringMatching(/^[\w.:-]+$/),
    },
    body: {
      type: expect.stringMatching(/^https:\/\/stoa\.example\/problems\/\w+\.\w+$/),
      title: expect.stringMatching(/./),
      status,
      code: code ?? expect.stringMatching(/^\w+\.\w+$/),
      detail: expect.stringMatching(/./),
      requestId: answer?.headers['x-request-id'],
    },
  });
}
