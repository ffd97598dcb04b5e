/** A file of a bag: its path with `/` between folders, relative to the bag. */
export interface BagFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** bagit.txt. Source: RFC 8493, 2.1.1. */
export const BAG_DECLARATION = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

/** A manifest as `sha256sum -c` reads it, sorted by path. Refuses (throws: a bug) paths that no manifest can hold. */
export function bagManifest(files: readonly BagFile[]): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return sorted
    .map(({ path, sha256 }) => {
      if (/[\r\n\\]/.test(path)) throw new RangeError('a path of a bag has a line break or a backslash');
      return `${sha256}  ${path}\n`;
    })
    .join('');
}

/** bag-info.txt: what the bag is about, a line each, and how much it holds (RFC 8493, 2.2.2). */
export function bagInfo(fields: readonly (readonly [string, string])[], payload: readonly BagFile[]): string {
  const bytes = payload.reduce((sum, file) => sum + file.bytes, 0);
  const lines = [...fields, ['Payload-Oxum', `${bytes}.${payload.length}`] as const];
  return lines.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]+/g, ' ')}\n`).join('');
}

/** What whoever receives a bag does with it, in words. */
export function bagInstructions(keyId: string): string {
  return `KIỂM TRA GÓI BẰNG CHỨNG / HOW TO CHECK THIS PACK

Trong thư mục này / in this folder:

1. sha256sum -c manifest-sha256.txt      mọi tệp trong data/ còn nguyên / every file of data/ is whole
2. sha256sum -c tagmanifest-sha256.txt   các tệp kê còn nguyên / the manifests are whole
3. chữ ký / the signature (OpenSSL 3):
   base64 -d tagmanifest-sha256.txt.sig > ../pack.sig
   openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in tagmanifest-sha256.txt -sigfile ../pack.sig

Khóa ${keyId}: so với khóa mà cơ quan kiểm tra giữ riêng; khóa nằm trong gói không tự chứng minh được gì.
Key ${keyId}: compare it with the one that the inspection keeps; a key in the pack proves nothing by itself.

data/report-*.xlsx   bảng đối chiếu / the reconciliation workbook; data/tables/ cùng số liệu dạng CSV / the same as CSV
data/sent/           tệp đã gửi, đúng mã băm đã ghi, chữ ký trong .sig / files sent, each with its recorded hash, and its signature (.sig, raw)
data/four-ways-*      bốn đường, đọc lại từ chính các tệp trong gói / the four ways, read back from the files of this pack
data/received/       các dòng đã đọc từ tệp nhận về; mã băm trong index.csv là của tệp gốc / rows as read; hashes in index.csv are of the originals
data/heads/          niêm phong sổ cái / seals of the books
data/approvals.json  ai lập, ai duyệt, đã ký gì / makers, approvers, what was signed
data/law/            luật đã tính, nguyên văn / the law that was computed with, word for word
data/banks/          phiếu ngân hàng đã dùng / the sheets of banks by which the files were written
`;
}
