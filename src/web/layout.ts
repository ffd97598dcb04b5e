import { html } from 'hono/html';
import type { Month } from '../domain/month.ts';
import type { Label } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';

/** A piece of a page; everything put into it was escaped. */
export type Markup = ReturnType<typeof html>;

/** What the frame around a page needs. */
export interface Page {
  /** For the title of the window, Vietnamese. */
  readonly title: string;
  readonly provinceName: string;
  /** Which entry of the navigation the page belongs to. */
  readonly section: 'runs' | 'law' | null;
  /** Browsers without script load the page again every few seconds. */
  readonly isLive?: boolean;
}

/** A label in both languages, English small beside it. */
export function words(label: Label): Markup {
  return html`${label.vi} <small lang="en">${label.en}</small>`;
}

/** An amount in whole VND, or a count, for a cell or a sentence. */
export function figure(value: number): Markup {
  return html`<span class="figure">${grouped(value)}</span>`;
}

/** YYYY-MM-DD with or without a time as it is written in Viet Nam: 20/10/2026. */
export function localDay(date: string): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}${date.slice(10)}`;
}

/** A month as it is written in Viet Nam: 11/2026. */
export function localMonth(month: Month): string {
  return `${String(month % 100).padStart(2, '0')}/${Math.floor(month / 100)}`;
}

/** The address of a run's page. */
export function runPath(runId: string): string {
  return `/runs/${encodeURIComponent(runId)}`;
}

function link(path: string, label: Label, isHere: boolean): Markup {
  return isHere
    ? html`<a href="${path}" aria-current="page">${words(label)}</a>`
    : html`<a href="${path}">${words(label)}</a>`;
}

/** A whole page: the frame with `content` in it. */
export function pageOf(page: Page, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="vi">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${page.title} · chitra</title>
        <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/console.css" />
        ${
          page.isLive === true
            ? html`<script src="/assets/console.js" defer></script>
                <noscript><meta http-equiv="refresh" content="3" /></noscript>`
            : ''
        }
      </head>
      <body>
        <a class="skip" href="#content">Đến nội dung <small lang="en">skip to content</small></a>
        <header class="top">
          <div class="wide">
            <a class="brand" href="/">
              <img src="/assets/mark.svg" alt="" width="28" height="28" />
              <span><b>chitra</b> <span class="province">${page.provinceName}</span></span>
            </a>
            <nav aria-label="Chính / main">
              ${link('/', { vi: 'Đợt chi trả', en: 'runs' }, page.section === 'runs')}
              ${link('/law', { vi: 'Mức chuẩn và hệ số', en: 'law' }, page.section === 'law')}
            </nav>
          </div>
        </header>
        <main id="content" class="wide">${content}</main>
        <footer class="wide">
          Chỉ xem, chỉ số tổng hợp, không có dữ liệu cá nhân. Tiền tính bằng đồng (VND).
          <span lang="en">Read-only, totals only, no personal data. Amounts in VND.</span>
        </footer>
      </body>
    </html>`;
}
