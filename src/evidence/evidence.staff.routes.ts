import type { RequestHandler } from 'express'
import { getFormat } from '../files'
import type { CaseMask } from '../masking'
import { dayOf } from '../platform/clock'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readPath } from '../platform/http/path'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { EvidenceFile } from './evidence'
import { PageParams, ViewerQuery } from './evidence.schema'
import { pathOf } from './evidence.view'
import { openOriginalDoors } from './originals.staff.routes'
import { sendInline, sendPng } from './send-file.guard'
import { noStage, stageWords, toViewerPage, type Stage } from './viewer.view'
import {
  maskOf,
  recordView,
  recordViewOnce,
  throughMask,
  visit,
  type ViewerDeps,
  type Visit,
} from './visit.guard'

export const openEvidenceDoors = (staff: Doors<Permission>, deps: ViewerDeps): void => {
  const file = '/staff/cases/:caseId/evidence/:evidenceId'
  staff.get(file, 'file.view', view(deps))
  staff.get(`${file}/content`, 'file.view', content(deps))
  staff.get(`${file}/pages/:page`, 'file.view', page(deps))
  openOriginalDoors(staff, deps)
}

type Staging = (deps: ViewerDeps, seen: Visit, page: number) => Promise<Stage>

const contentOf = ({ file }: Visit): string => `${pathOf(file.caseId, file.id)}/content`

const playing =
  (kind: 'audio' | 'video'): Staging =>
  (_deps, seen) =>
    Promise.resolve({ kind, src: contentOf(seen) })

const staging: Record<EvidenceFile['shelf'], Staging> = {
  audio: playing('audio'),
  video: playing('video'),
  document: () => Promise.resolve(noStage(stageWords.format)),
  image: async ({ evidence }, seen) => {
    const copy = await evidence.openCopy(seen.open, seen.file.id)
    if (typeof copy !== 'string') return { kind: 'image', src: contentOf(seen) }
    if (copy === 'too-large') return noStage(stageWords.largePicture)
    return noStage(seen.file.whole ? stageWords.picture : stageWords.cut)
  },
  pdf: async ({ evidence }, { open, file }, wanted) => {
    const pages = await evidence.pageCount(open, file.id)
    if (typeof pages === 'number' && pages > 0)
      return { kind: 'pages', page: Math.min(wanted, pages), pages }
    if (pages === 'too-large') return noStage(stageWords.largePdf)
    if (pages === 'locked') return noStage(stageWords.locked)
    return noStage(file.whole ? stageWords.broken : stageWords.cut)
  },
  text: async ({ db, evidence }, { open, file }) => {
    const read = await db.inTransaction(tx => evidence.openText(tx, open, file.id))
    return { kind: 'text', ...read }
  },
}

const stageOf: Staging = async (deps, seen, wanted) => {
  const { shelf, viewable } = getFormat(seen.file.format)
  return viewable ? staging[shelf](deps, seen, wanted) : noStage(stageWords.format)
}

/** A text file is drawn as words of this page: masked like any other words. */
const maskedStage = (stage: Stage, mask: CaseMask): Stage =>
  stage.kind === 'text' ? { ...stage, text: mask.text(stage.text) } : stage

const downloadsOf = async ({ db, accounts, evidence }: ViewerDeps, { open, file }: Visit) =>
  db.inTransaction(async tx => {
    const downloads = await evidence.listDownloads(tx, open, file.id)
    const taken = []
    for (const { by, at, reason } of downloads) {
      const person = await accounts.find(tx, by)
      taken.push({ by: person?.displayName ?? '同事', on: dayOf(at), reason })
    }
    return taken
  })

const view =
  (deps: ViewerDeps): RequestHandler =>
  async (req, res) => {
    const seen = await visit(deps, req, res)
    const turning = req.query['page'] !== undefined
    // Before anything is shown. Turning a page belongs to the opening before it.
    if (turning) await recordViewOnce(deps, seen)
    else await deps.db.inTransaction(tx => recordView(deps, tx, seen))
    const wanted = ViewerQuery.parse(req.query).page
    const { file, label, actor } = seen
    const mask = await maskOf(deps, seen)
    res.render('evidence/viewer', {
      page: toViewerPage({
        caseId: file.caseId,
        label,
        file: throughMask(file, mask),
        stage: maskedStage(await stageOf(deps, seen, wanted), mask),
        mayTakeOriginal: isAllowed(actor, 'case.triage'),
        reviews: !isAllowed(actor, 'case.view'),
        downloads: (await downloadsOf(deps, seen)).map(taken => ({
          ...taken,
          reason: mask.text(taken.reason),
        })),
        today: dayOf(deps.clock()),
      }),
    })
  }

const content =
  (deps: ViewerDeps): RequestHandler =>
  async (req, res) => {
    const seen = await visit(deps, req, res)
    const { open, file } = seen
    const { shelf, viewable } = getFormat(file.format)
    const playable = viewable && (shelf === 'audio' || shelf === 'video')
    const shown = playable
      ? await deps.db.inTransaction(tx => deps.evidence.openOriginal(tx, open, file.id))
      : await deps.evidence.openCopy(open, file.id)
    // Everything else leaves the house as drawn pages, as text in a page, or with a reason.
    if (typeof shown === 'string') throw notFound('evidence')
    await recordViewOnce(deps, seen)
    await sendInline(req, res, shown)
  }

const page =
  (deps: ViewerDeps): RequestHandler =>
  async (req, res) => {
    const wanted = readPath(PageParams, req.params).page
    const seen = await visit(deps, req, res)
    const png = await deps.evidence.drawPage(seen.open, seen.file.id, wanted)
    if (!Buffer.isBuffer(png)) throw notFound('evidence')
    await recordViewOnce(deps, seen)
    sendPng(res, png)
  }
