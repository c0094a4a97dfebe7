import type { ReadLimits, Trouble } from './table.rules'

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`
const plain = (count: number): string => count.toLocaleString('en-US')

const sentences: Readonly<Record<Trouble, (limits: ReadLimits) => string>> = {
  size: ({ bytes }) =>
    `文件太大，最大 ${megabytes(bytes)}。请按月或者按来源分成几个文件，分几次导入`,
  kind: () => '只收 .xlsx 和 .csv 表格。请在表格软件里另存为这两种之一',
  old: () => '这是旧的 .xls，或者加了打开密码。请去掉密码，另存为 .xlsx 再选',
  password: () => '这个表格加了密码，打不开。请去掉密码，另存一份再选',
  macro: () => '这个表格里有宏，不收。请另存为不带宏的 .xlsx 再选',
  packed: () =>
    '这个文件解开以后大得不正常，没有打开。请用表格软件新建一个 .xlsx，只粘贴数据，再选',
  broken: () => '这个表格读不完，可能没有存好。请用表格软件打开，另存一份再选',
  empty: () => '表格里没有数据。第一行是表头，从第二行起一行一条线索',
  rows: ({ rows }) =>
    `一次最多 ${plain(rows - 1)} 行，这个表格更多，一行也没有导入。请分成几个文件，分几次导入`,
  columns: ({ columns }) => `表格最多 ${plain(columns)} 列，请删掉用不着的列`,
  cell: ({ cellSigns }) => `有一格超过 ${plain(cellSigns)} 字，请缩短后再选`,
  time: () => '这个表格读得太久，已经停下。请分成几个文件，分几次导入',
  encoding: () => '认不出这个 CSV 的编码。请另存为“CSV UTF-8（逗号分隔）”或者 .xlsx 再选',
}

/** What is wrong, and what to do. */
export const troubleWords = (trouble: Trouble, limits: ReadLimits): string =>
  sentences[trouble](limits)
