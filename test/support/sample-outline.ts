import type { CourseRoom } from './course-room';
import type { Answer, Caller } from './test-app';

/** The body of `PUT /courses/{courseId}/outline/order`. */
export interface Order {
  sections: { id: string; activities: string[] }[];
}

/** Gives the course sections A and B with the activities a1 a2 a3 and b1 b2, and an empty section C. Returns their ids. */
export async function fillOutline(
  room: CourseRoom,
): Promise<Record<'A' | 'B' | 'C' | 'a1' | 'a2' | 'a3' | 'b1' | 'b2', string>> {
  const [A, B, C] = [await room.section('A'), await room.section('B'), await room.section('C')];
  const a1 = await room.activity(A, 'a1');
  const a2 = await room.activity(A, 'a2', { type: 'video', videoUrl: 'https://videos.example/a2' });
  const a3 = await room.activity(A, 'a3');
  const b1 = await room.activity(B, 'b1', { type: 'quiz' });
  const b2 = await room.activity(B, 'b2');
  return { A, B, C, a1, a2, a3, b1, b2 };
}

export function readOutline(room: CourseRoom, person: Caller, headers = {}): Promise<Answer> {
  return person.get(`${room.url}/outline`, headers);
}

export function reorderOutline(
  room: CourseRoom,
  person: Caller,
  order: Order,
  headers = {},
): Promise<Answer> {
  return person.put(`${room.url}/outline/order`, order, headers);
}
