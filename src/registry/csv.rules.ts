export type CsvRecord = {
  /** The line on which the record begins, counted from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

type State = {
  line: number
  startedOn: number
  field: string
  fields: string[]
  /** Within quotes; `closing` after a quote that may be the first of a pair. */
  quotes: 'none' | 'open' | 'closing'
}

/**
 * RFC 4180 piece by piece: quotes, doubled quotes, line breaks within quotes, LF or CRLF. `push` gives
 * the records that a piece completes, `end` the last one. Empty lines give nothing.
 */
export const createCsvReader = () => {
  const state: State = { line: 1, startedOn: 1, field: '', fields: [], quotes: 'none' }
  return {
    push: (text: string): CsvRecord[] => {
      const records: CsvRecord[] = []
      for (const character of text) {
        const record = take(state, character)
        if (record !== undefined) records.push(record)
      }
      return records
    },
    end: (): CsvRecord[] => {
      const record = endRecord(state)
      return record === undefined ? [] : [record]
    },
    /** A quote that was opened and never closed: everything after it went into one field. */
    isOpen: (): boolean => state.quotes === 'open',
  }
}

const take = (state: State, character: string): CsvRecord | undefined => {
  if (character === '\n') state.line += 1
  if (state.quotes === 'open') {
    if (character === '"') state.quotes = 'closing'
    else state.field += character
    return undefined
  }
  if (character === '"') {
    takeQuote(state)
    return undefined
  }
  state.quotes = 'none'
  if (character === '\n') return endRecord(state)
  if (character === ',') endField(state)
  else if (character !== '\r') state.field += character
  return undefined
}

const takeQuote = (state: State): void => {
  const doubled = state.quotes === 'closing'
  const opening = !doubled && state.field === ''
  if (!opening) state.field += '"'
  if (doubled || opening) state.quotes = 'open'
}

const endField = (state: State): void => {
  state.fields.push(state.field)
  state.field = ''
}

const endRecord = (state: State): CsvRecord | undefined => {
  endField(state)
  const { fields, startedOn } = state
  state.fields = []
  state.quotes = 'none'
  state.startedOn = state.line
  return fields.every(field => field.trim() === '') ? undefined : { line: startedOn, fields }
}
