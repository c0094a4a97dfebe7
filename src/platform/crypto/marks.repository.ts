import { sql } from '../db/sql'
import type { Tx } from '../db/transaction'
import type { InstallationMark } from './installation'

/** One start at a time may decide which secret this database belongs to. */
export const lockMarks = async (tx: Tx): Promise<void> => {
  await sql(tx).raw('select pg_advisory_xact_lock(hashtext(?))', ['installation_marks'])
}

export const listMarks = async (tx: Tx): Promise<InstallationMark[]> => {
  const rows = await sql(tx)<InstallationMark>('installation_marks').select('version', 'mark')
  return rows.map(({ version, mark }) => ({ version, mark }))
}

const filledTables = ['staff', 'desk_keys', 'reports'] as const

/** Whether anything lies here that was signed under a secret, whatever became of its mark. */
export const isFilled = async (tx: Tx): Promise<boolean> => {
  for (const table of filledTables) {
    const row: unknown = await sql(tx)(table).first('*')
    if (row !== undefined) return true
  }
  return false
}

export const addMarks = async (tx: Tx, marks: readonly InstallationMark[]): Promise<void> => {
  if (marks.length > 0) await sql(tx)('installation_marks').insert([...marks])
}
