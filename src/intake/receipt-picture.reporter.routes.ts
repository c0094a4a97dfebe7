import type { RequestHandler } from 'express'
import { writePicture } from '../files'
import { toReceiptPicture } from '../filing'
import { notFound } from '../platform/errors'
import { shownIn } from './receipt.reporter.routes'
import type { IntakeDeps } from './wizard.reporter.routes'

/** Where a browser without scripts looks at the picture; ways of saving it differ, so the page tells them. */
export const showPicturePage =
  (deps: IntakeDeps): RequestHandler =>
  (_req, res) => {
    if (shownIn(deps, res) === undefined) res.redirect(303, '/report/receipt')
    else res.render('intake/receipt-picture')
  }

/** Drawn anew each time it is asked for, and only for the browser that may see the code right now. */
export const sendPicture =
  (deps: IntakeDeps): RequestHandler =>
  async (_req, res) => {
    const shown = shownIn(deps, res)
    const { shell } = res.locals
    if (shown === undefined || shell === undefined) throw notFound('page')
    const picture = await writePicture(toReceiptPicture(shown.code, shell.site))
    // Saved under a name that says nothing.
    res.setHeader('Content-Disposition', 'inline; filename="picture.png"')
    res.type('image/png').send(picture)
  }
