import cluster from 'node:cluster';
import fastify from 'fastify';
import { parseDatabaseUrl } from '../../src/shared/database/data-source';
import { FloorCompletions } from './floor/completions';
import { FloorDatabase } from './floor/floor-database';
import { FloorEnrollments } from './floor/enrollments';
import { FloorGradebook } from './floor/gradebook';
import { FloorQuiz } from './floor/quiz';
import { FloorReads } from './floor/reads';
import { Refusal } from './floor/standing';

/**
 * The floor: a plain Fastify and mysql2 server over Stoa's tables, with prepared statements, that gives the answers
 * of the measured flows with the least SQL that is safe. It checks tokens, rights and what the store's consistency
 * needs; it has none of what else makes a product: validation of bodies, words for errors, limits, logs, events,
 * OpenAPI. What it takes is the least that the same answers cost on this machine.
 *
 * Environment: PORT, DATABASE_URL, DATABASE_POOL_SIZE, WORKERS.
 */
async function serve(): Promise<void> {
  const { PORT, DATABASE_URL = '', DATABASE_POOL_SIZE } = process.env;
  const database = new FloorDatabase(parseDatabaseUrl(DATABASE_URL), Number(DATABASE_POOL_SIZE));
  const reads = new FloorReads(database);
  const gradebook = new FloorGradebook(database);
  const enrollments = new FloorEnrollments(database);
  const quiz = new FloorQuiz(database);
  const completions = new FloorCompletions(database);
  const server = fastify({ logger: false });
  server.get('/v1/me', reads.me.bind(reads));
  server.get('/v1/courses/:courseId/outline', reads.outline.bind(reads));
  server.get('/v1/courses/:courseId/enrollments', reads.roster.bind(reads));
  server.get('/v1/courses/:courseId/grades/me', reads.grades.bind(reads));
  server.get('/v1/courses/:courseId/gradebook', gradebook.page.bind(gradebook));
  server.post('/v1/courses/:courseId/enrollments', enrollments.enroll.bind(enrollments));
  server.post('/v1/quizzes/:activityId/attempts', quiz.start.bind(quiz));
  server.put('/v1/attempts/:attemptId/answers/:questionId', quiz.save.bind(quiz));
  server.put('/v1/attempts/:attemptId/submission', quiz.submit.bind(quiz));
  server.put('/v1/activities/:activityId/completion', completions.complete.bind(completions));
  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal) return reply.code(error.statusCode).send({ status: error.statusCode });
    process.stderr.write(`${String((error as Error).stack ?? error)}\n`);
    return reply.code(500).send({ status: 500 });
  });
  await server.listen({ host: '127.0.0.1', port: Number(PORT) });
}

// In good order, so that a profile gets written.
process.once('SIGTERM', () => process.exit(0));

const workers = Number(process.env['WORKERS'] ?? 1);
if (workers > 1 && cluster.isPrimary) {
  for (let worker = 0; worker < workers; worker += 1) cluster.fork();
} else {
  void serve();
}
