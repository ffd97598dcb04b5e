import { html } from 'hono/html';
import { listRuns } from '../../store/runs.ts';
import { frame } from '../frame.ts';
import { type Markup, words } from '../layout.ts';
import { EVERYBODY, type Part } from '../route.ts';
import type { Visit } from '../visit.ts';
import { runTable } from './runs.ts';

async function show(visit: Visit): Promise<Markup> {
  const runs = visit.user.role === 'admin' ? [] : (await listRuns(visit.database, null)).toReversed();
  return frame(
    visit,
    { title: 'Việc cần làm', section: '/' },
    html`<h1>${words({ vi: 'Việc cần làm', en: 'overview' })}</h1>
      ${runTable(runs)}`,
  );
}

/** The first page: what is due, where each month stands. */
export const OVERVIEW_PART: Part = {
  screens: [{ path: '/', roles: EVERYBODY, show }],
  actions: [],
  readings: [],
  downloads: [],
};
