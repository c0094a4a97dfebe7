/** What may stand in a cell of a file that is written. */
export type Cell = string | number | null

/** One row as it was read: its number in the sheet, so that a person finds it again. */
export type ReadRow = { readonly number: number; readonly cells: readonly string[] }

/** How much is read at most. All of it is looked at before anything is unpacked, and again while it is. */
export type ReadLimits = {
  readonly bytes: number
  /** Files inside the packed sheet, their whole size unpacked, and how many times larger than packed. */
  readonly entries: number
  readonly unpackedBytes: number
  readonly ratio: number
  /** With the line of headers. */
  readonly rows: number
  readonly columns: number
  readonly cellSigns: number
  readonly milliseconds: number
}

export type Trouble =
  | 'size'
  | 'kind'
  | 'old'
  | 'password'
  | 'macro'
  | 'packed'
  | 'broken'
  | 'empty'
  | 'rows'
  | 'columns'
  | 'cell'
  | 'time'
  | 'encoding'

export type ReadEnd =
  { readonly ok: true; readonly rows: number } | { readonly ok: false; readonly trouble: Trouble }

/** What is written: every row carries the watermark, so that one that is cut out still says whose it was. */
export type Sheet = {
  readonly name: string
  readonly title: readonly string[]
  readonly header: readonly string[]
  readonly watermark: string
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>
  /** The last line, once it is known how many rows there were. */
  readonly footer: (rows: number) => readonly Cell[]
}

type Marked = Error & { readonly trouble: Trouble }

/** What is wrong with a file, on its way to whoever asked for it to be read. */
export const troubled = (trouble: Trouble): Marked =>
  Object.assign(new Error(`table: ${trouble}`), { trouble })

export const troubleOf = (error: unknown): Trouble | undefined =>
  typeof error === 'object' && error !== null && 'trouble' in error
    ? (error.trouble as Trouble)
    : undefined
