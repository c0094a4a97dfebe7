import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { asDay } from '../platform/clock'

const FILE = 'demo-year.json'

const Progress = z.object({
  /** The last day of the year that is told; set when the first case is. */
  until: z.string().transform(asDay),
  /** So many cases are told to their end. */
  told: z.int().min(0),
  /** So many are to be told; more than `told` while that is under way. */
  asked: z.int().min(0),
  /** So many of the events between the two have happened. A kill loses count of a few: they do no harm twice. */
  happened: z.int().min(0),
})
export type Progress = z.output<typeof Progress>

const fileIn = (dataDir: string): string => path.join(dataDir, FILE)

/** Undefined before the first case, or when the file was taken away. */
export const readProgress = (dataDir: string): Progress | undefined => {
  try {
    return Progress.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')))
  } catch {
    return undefined
  }
}

/** Whole or not at all. */
export const writeProgress = (dataDir: string, progress: Progress): void => {
  const draft = `${fileIn(dataDir)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(progress), { mode: 0o600 })
  renameSync(draft, fileIn(dataDir))
}
