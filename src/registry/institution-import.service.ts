import type { Readable } from 'node:stream'
import type { Lawbook } from '../lawbook'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { ImportResult } from './institution'
import type { Registry } from './registry.service'

type Deps = { readonly registry: Registry; readonly lawbook: Lawbook; readonly clock: Clock }

/** `open` is called twice: once to tell the encoding, once to read. */
type CsvSource = () => Readable

export type InstitutionImport = {
  /** CSV with the header 编码,名称,类别,区划代码,地址, in UTF-8 or GB18030. */
  readonly importCsv: (tx: Tx, open: CsvSource) => Promise<ImportResult>
}

export declare const createInstitutionImport: (deps: Deps) => InstitutionImport
