import type { TestApp } from './test-app';

/** How many enrollments hold a name that differs from that of the account. */
export async function strayNames(app: TestApp): Promise<number> {
  const [row] = await app.database.rows<{ strays: number }>(
    `SELECT COUNT(*) AS strays FROM enrollments e JOIN users u ON u.id = e.user_id
     WHERE BINARY e.family_name <> BINARY u.family_name OR BINARY e.given_name <> BINARY u.given_name`,
  );
  return Number(row?.strays);
}
