import { html } from 'hono/html';
import type { Label } from '../labels/label.ts';
import type { TaskFile } from '../store/task-files.ts';
import type { WebTask } from '../store/web-tasks.ts';
import { sizeText } from './data-table.ts';
import { type Markup, localDay, words } from './layout.ts';

/** Whether a task waits or is at work. */
export function isAtWork(task: Pick<WebTask, 'state'> | null): boolean {
  return task !== null && (task.state === 'waiting' || task.state === 'running');
}

/** What a task printed, where that is one JSON object; commands that find something wrong end with 1 and still answer. Null: no answer. */
export function answerOf(task: Pick<WebTask, 'state' | 'answer'> | null): Readonly<Record<string, unknown>> | null {
  if (task === null || isAtWork(task) || task.answer.trim() === '') return null;
  try {
    const answer: unknown = JSON.parse(task.answer);
    if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return null;
    return Object.fromEntries(Object.entries(answer));
  } catch {
    return null;
  }
}

/** What a person waiting is told of a task. */
export function taskStateLabel(task: Pick<WebTask, 'state' | 'answer'>): Label {
  if (task.state === 'waiting') return { vi: 'chờ đến lượt', en: 'waits its turn' };
  if (task.state === 'running') return { vi: 'đang làm', en: 'under way' };
  if (task.state === 'done') return { vi: 'xong', en: 'done' };
  return answerOf(task) === null
    ? { vi: 'không làm được', en: 'failed' }
    : { vi: 'xong, có điều cần xem', en: 'done, look at it' };
}

const SIGNS: Readonly<Record<WebTask['state'], string>> = { waiting: '…', running: '▶', done: '✓', failed: '▲' };
const CLASSES: Readonly<Record<WebTask['state'], string>> = { waiting: '', running: '', done: 'right', failed: 'warn' };

/** The state of a task in a sign and words. */
export function taskState(task: Pick<WebTask, 'state' | 'answer'>): Markup {
  return html`<span class="${CLASSES[task.state]}">${SIGNS[task.state]} ${words(taskStateLabel(task))}</span>`;
}

/** A task that people wait for: how far it is; the page loads again by itself while it is at work. What it refused stands there as it said it. */
export function taskProgress(task: WebTask): Markup {
  if (isAtWork(task))
    return html`<div class="task" role="status" data-reload>
      <p>${taskState(task)} <span class="note">${task.progress}</span></p>
      <progress aria-label="đang làm"></progress>
    </div>`;
  const isPlain = answerOf(task) === null && task.message !== '';
  return html`<div class="task">
    <p>${taskState(task)} <span class="note">${task.actor}, ${localDay(task.askedAt)}</span></p>
    ${isPlain ? html`<pre class="said" tabindex="0">${task.message}</pre>` : ''}
  </div>`;
}

/** Files that a task wrote, each with size and hash and a way to take it; of several also all of them as one archive. */
export function taskFiles(taskNo: number, files: readonly TaskFile[]): Markup {
  const [first] = files;
  if (first === undefined) return html``;
  if (files.length > 1)
    return html`<a href="/tasks/${taskNo}/files.zip">${files.length} tệp <small lang="en">files</small> .zip</a>
      <span class="note">${sizeText(files.reduce((sum, one) => sum + one.bytes, 0))}</span>`;
  return html`<a href="/tasks/${taskNo}/file">${first.path}</a> <span class="note">${sizeText(first.bytes)}</span>
    <br /><small>SHA-256 <code>${first.sha256}</code></small>`;
}
