import type { Request, Response } from 'express'
import { actorOf, keysOf } from '../accounts'
import { forbidden } from '../platform/errors'
import { readPath } from '../platform/http/path'
import type { DraftId } from '../vocabulary/ids'
import type { Writer } from './sheet'
import { SheetParams } from './sheet.schema'

/** @throws forbidden('sign-in') */
export const writerOf = (res: Response): Writer => {
  const { staffSession } = res.locals
  if (staffSession === undefined) throw forbidden('sign-in')
  return { actor: actorOf(res), keys: keysOf(res), secret: staffSession.ref.secret }
}

export const sheetIdOf = (req: Request): DraftId => readPath(SheetParams, req.params).sheetId
