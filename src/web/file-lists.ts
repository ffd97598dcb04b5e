import { html } from 'hono/html';
import { sumVnd, vnd } from '../domain/money.ts';
import { providerName } from '../labels/providers.ts';
import type { RunParts } from '../payroll/show-run.ts';
import { type Markup, figure, runPath, words } from './layout.ts';

type Files = RunParts['files'];

const SHORT = 12;

/** The address of a payout file. */
export function filePath(runId: string, path: string): string {
  return `${runPath(runId)}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** A paper shows again what its list asks for: it has no payments of its own. */
function fileRow(runId: string, file: Files[number]): Markup {
  const own = (value: number): string | Markup =>
    file.copyOf === null ? figure(value) : words({ vi: 'bản in', en: 'paper' });
  return html`<tr>
    <th scope="row" class="path"><a href="${filePath(runId, file.path)}">${file.path}</a></th>
    <td><code title="${file.sha256}">${file.sha256.slice(0, SHORT)}…</code></td>
    <td class="number">${own(file.payments)}</td>
    <td class="number">${own(file.amount)}</td>
  </tr>`;
}

function filesOfProvider(runId: string, provider: string, files: Files): Markup {
  const payments = files.reduce((sum, file) => sum + file.payments, 0);
  return html`<details>
    <summary>
      <b>${providerName(provider)}</b>
      <span>${figure(files.length)} tệp <small lang="en">files</small></span>
      <span>${figure(payments)} khoản <small lang="en">payments</small></span>
      <span class="number">${figure(sumVnd(files.map((file) => vnd(file.amount))))}</span>
    </summary>
    <div class="scroll" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">${words({ vi: 'Tệp', en: 'file' })}</th>
            <th scope="col">SHA-256</th>
            <th scope="col" class="number">${words({ vi: 'Số khoản', en: 'payments' })}</th>
            <th scope="col" class="number">${words({ vi: 'Số tiền', en: 'amount' })}</th>
          </tr>
        </thead>
        <tbody>
          ${files.map((file) => fileRow(runId, file))}
        </tbody>
      </table>
    </div>
  </details>`;
}

/** The payout files of a run by bank or post, the largest first, each with the start of its hash; the whole hash appears under the pointer. */
export function fileLists(runId: string, files: Files): Markup {
  const total = (group: Files): number => sumVnd(group.map((file) => vnd(file.amount)));
  const providers = [...Map.groupBy(files, (file) => file.provider)].sort(([, a], [, b]) => total(b) - total(a));
  return html`<p>
      <a href="${runPath(runId)}/files.zip">${words({ vi: 'Tải mọi tệp (.zip)', en: 'take all files' })}</a>
    </p>
    <div class="files">${providers.map(([provider, group]) => filesOfProvider(runId, provider, group))}</div>`;
}
