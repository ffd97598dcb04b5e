import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Label } from '../labels/label.ts';
import { bareFrame } from './frame.ts';
import type { Markup } from './layout.ts';

/** An answer that is not what was asked for. */
export interface Problem {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly title: Label;
  /** What to do about it. */
  readonly advice: Label;
}

function problem(
  status: ContentfulStatusCode,
  code: string,
  title: [string, string],
  advice: [string, string],
): Problem {
  return { status, code, title: { vi: title[0], en: title[1] }, advice: { vi: advice[0], en: advice[1] } };
}

export const NOT_FOUND = problem(
  404,
  'not_found',
  ['Không tìm thấy', 'There is nothing at this address'],
  [
    'Có thể nó không thuộc phạm vi của bạn. Bắt đầu lại từ trang đầu.',
    'It may be outside of your scope. Start again from the first page.',
  ],
);
export const SIGN_IN_NEEDED = problem(
  401,
  'sign_in_needed',
  ['Cần đăng nhập', 'Sign in first'],
  [
    'Đăng nhập lại; phiên làm việc kết thúc sau 30 phút không dùng.',
    'Sign in, or give an API token: Authorization: Bearer TOKEN.',
  ],
);
export const FORBIDDEN = problem(
  403,
  'forbidden',
  ['Vai trò của bạn không làm việc này', 'Your role may not do this'],
  [
    'Nhờ người có vai trò phù hợp; quản trị viên cấp vai trò.',
    'Ask somebody who has the role; administrators give roles.',
  ],
);
export const FIRST_PASSWORD = problem(
  403,
  'first_password',
  ['Hãy chọn mật khẩu của riêng bạn trước', 'Choose a password of your own first'],
  [
    'Người khác biết mật khẩu này: đổi ở trang Tài khoản.',
    'Somebody else knows this one: change it on the account page.',
  ],
);
export const OTHER_PAGE = problem(
  403,
  'other_page',
  ['Yêu cầu không đến từ trang này', 'This request does not come from a page of the console'],
  ['Mở lại trang và bấm nút một lần nữa.', 'Open the page again and press the button once more.'],
);
export const OTHER_HOST = problem(
  403,
  'other_host',
  ['Tên máy chủ không được chấp nhận', 'This host name is not accepted'],
  ['Mở đúng địa chỉ của hệ thống (CHITRA_WEB_ORIGIN).', 'Open the console under its own address (CHITRA_WEB_ORIGIN).'],
);
export const TOO_MANY = problem(
  429,
  'too_many_requests',
  ['Quá nhiều yêu cầu', 'Too many requests'],
  ['Chờ vài giây rồi thử lại.', 'Wait some seconds and try again.'],
);
export const TOO_LONG = problem(
  413,
  'too_long',
  ['Nội dung gửi lên quá dài', 'What was sent is too long'],
  [
    'Biểu mẫu tối đa 1 MB; tệp gửi ở trang Nạp sổ hoặc Kết quả chi trả.',
    'A form has 1 MB at most; files go to their own pages.',
  ],
);
export const BAD_METHOD = problem(
  405,
  'bad_method',
  ['Không có thao tác này ở đây', 'This method is not known here'],
  [
    'Dùng GET để xem, POST cho thao tác nêu trong /api/v1/openapi.json.',
    'Read with GET; acts are POST as in /api/v1/openapi.json.',
  ],
);
export const BAD_DATE = problem(
  400,
  'bad_date',
  ['Ngày không hợp lệ', 'This is not a date'],
  ['Viết ngày theo dạng 2026-10-20 hoặc 20/10/2026.', 'Write the date as 2026-10-20 or 20/10/2026.'],
);
export const UNEXPECTED = problem(
  500,
  'unexpected',
  ['Có lỗi bất ngờ', 'Something unexpected went wrong'],
  ['Thử lại; nhật ký của chitra serve ghi mã lỗi.', 'Try again; the log of chitra serve has the code of the error.'],
);

/** A service that does not answer: `sentence` says which, and what to do. */
export function awayProblem(sentence: string): Problem {
  return problem(
    503,
    'service_away',
    ['Cơ sở dữ liệu hoặc hàng đợi không trả lời', 'A service is away'],
    ['Kiểm tra PostgreSQL và Redis rồi tải lại trang.', sentence],
  );
}

/** A plain page that says what is wrong and what to do. */
export function errorPage(provinceName: string, what: Problem): Markup {
  return bareFrame(
    provinceName,
    `Lỗi: ${what.title.vi}`,
    html`<h1>${what.title.vi} <small lang="en">${what.title.en}</small></h1>
      <p>${what.advice.vi}</p>
      <p lang="en">${what.advice.en}</p>
      <p>
        <a class="button" href="/">Về trang đầu <small lang="en">first page</small></a>
      </p>`,
  );
}
