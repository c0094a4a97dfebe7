import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RequestHandler } from 'express'
import { momentInWords, visitorOf } from '../accounts'
import { attachmentHeader } from '../files'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { readPath } from '../platform/http/path'
import { readTable, tableType, writeTable, type ReadRow, type Sheet } from '../tables'
import type { StaffActor } from '../vocabulary/actor'
import type { RowProblem } from './batch'
import type { Batches } from './batches.service'
import { BatchPath } from './import.schema'
import { problemWords } from './import.view'

type Deps = { readonly db: Db; readonly clock: Clock; readonly batches: Batches }

const MANY = 500

async function* batchesOf<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < rows.length; at += MANY)
    yield await Promise.resolve(rows.slice(at, at + MANY))
}

type Wrong = { readonly row: ReadRow; readonly problem: RowProblem }

const sheetOf = (
  wrong: readonly Wrong[],
  headers: readonly string[],
  { actor, id, now }: { readonly actor: StaffActor; readonly id: string; readonly now: Date },
): Sheet => ({
  name: '没有导入的行',
  title: ['没有导入的线索', actor.displayName, momentInWords(now)],
  header: ['行号', '原因', ...headers],
  watermark: `${id.slice(0, 8).toUpperCase()} ${actor.displayName}`,
  rows: batchesOf(
    wrong.map(({ row, problem }) => [
      ...[row.number, problemWords(problem)],
      ...headers.map((_, at) => row.cells[at] ?? ''),
    ]),
  ),
  footer: count => [`到此为止，共 ${count} 行`],
})

/** The rows that were not imported, each with the reason, to be put right and imported again. */
export const fetchErrors =
  ({ db, clock, batches }: Deps): RequestHandler =>
  async (req, res) => {
    const { batchId } = readPath(BatchPath, req.params)
    const visitor = visitorOf(res)
    const { bytes, file, problems } = await db.inTransaction(async tx => {
      const opened = await batches.open(tx, visitor, batchId)
      return {
        file: opened,
        problems: await batches.problems(tx, batchId, opened.limits.read.rows),
        bytes: await batches.bytes(tx, visitor, batchId),
      }
    })
    const byNumber = new Map(problems.map(one => [one.number, one]))
    const wrong: Wrong[] = []
    await readTable(bytes, file.limits.read, rows => {
      for (const row of rows) {
        const problem = byNumber.get(row.number)
        if (problem !== undefined) wrong.push({ row, problem })
      }
    })
    const at = { actor: visitor.actor, id: batchId, now: clock() }
    res.setHeader('Content-Type', tableType.xlsx)
    res.setHeader('Content-Disposition', attachmentHeader('没有导入的线索.xlsx'))
    await pipeline(Readable.from(writeTable('xlsx', sheetOf(wrong, file.info.headers, at))), res)
  }
