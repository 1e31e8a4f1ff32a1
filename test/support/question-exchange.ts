import { buffer } from 'node:stream/consumers';
import type {
  OperationIssueResponse,
  OperationResponse,
} from '../../src/shared/operations/dto/operation.response';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { expectStatus } from './course-room';
import type { Caller, TestApp } from './test-app';

/** Sends a file of questions to a course, and waits until it is imported. */
export async function importQuestions(
  app: TestApp,
  instructor: Caller,
  { courseId, format, content }: { courseId: string; format: string; content: string | Buffer },
): Promise<OperationResponse & { issues: OperationIssueResponse[] }> {
  const form = new FormData();
  form.append('format', format);
  form.append('confirmed', 'true');
  form.append('file', new Blob([content]), 'questions');
  const request = new Request('http://localhost/', { method: 'POST', body: form });
  const sent = await instructor.post(
    `/v1/courses/${courseId}/question-imports`,
    await buffer(request.body as never),
    { 'content-type': request.headers.get('content-type') ?? '' },
  );
  const { id } = expectStatus(sent, 202);
  await app.get(OperationRunner).settled(id as string);
  const operation = expectStatus(await instructor.get(`/v1/operations/${id}`), 200) as OperationResponse;
  const { data } = expectStatus(await instructor.get(`/v1/operations/${id}/issues?limit=100`), 200);
  return { ...operation, issues: data as OperationIssueResponse[] };
}
