import ExcelJS from 'exceljs';

/** The cells of a workbook as text, one list a row and one of rows a sheet, read by an independent reader. */
export async function workbookCells(bytes: Uint8Array): Promise<Map<string, string[][]>> {
  const book = await openWorkbook(bytes);
  return new Map(
    book.worksheets.map((sheet) => {
      const rows: string[][] = [];
      sheet.eachRow({ includeEmpty: true }, (row, at) => {
        const cells: string[] = [];
        // A merged cell repeats its master; only the master counts.
        row.eachCell({ includeEmpty: true }, (cell) =>
          cells.push(cell.master.address === cell.address ? cell.text : ''),
        );
        rows[at - 1] = cells;
      });
      return [sheet.name, rows];
    }),
  );
}

export async function openWorkbook(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  const copy = new Uint8Array(bytes);
  await book.xlsx.load(copy.buffer);
  return book;
}
