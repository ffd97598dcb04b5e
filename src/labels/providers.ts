/** Short names of banks by BIN, and of the post. Source: State Bank letter 1589/NHNN-TT (03/2024), names as used since. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '970400': 'SaigonBank',
    '970403': 'Sacombank',
    '970405': 'Agribank',
    '970407': 'Techcombank',
    '970409': 'Bắc Á Bank',
    '970412': 'PVcomBank',
    '970415': 'VietinBank',
    '970416': 'ACB',
    '970418': 'BIDV',
    '970419': 'NCB',
    '970422': 'MB',
    '970423': 'TPBank',
    '970425': 'ABBank',
    '970426': 'MSB',
    '970427': 'VietABank',
    '970428': 'Nam Á Bank',
    '970429': 'SCB',
    '970431': 'Eximbank',
    '970432': 'VPBank',
    '970433': 'VietBank',
    '970436': 'Vietcombank',
    '970437': 'HDBank',
    '970438': 'Bảo Việt Bank',
    '970440': 'SeABank',
    '970441': 'VIB',
    '970443': 'SHB',
    '970446': 'Co-opBank',
    '970448': 'OCB',
    '970449': 'LPBank',
    '970452': 'Kiên Long Bank',
    '970454': 'Bản Việt Bank',
    VNPOST: 'Bưu điện',
  }),
);

/** The name of a bank (by BIN) or post provider; the code itself where it has no other name here. */
export function providerName(code: string): string {
  return NAMES.get(code) ?? code;
}
