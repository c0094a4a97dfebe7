import { readFileSync } from 'node:fs'
import path from 'node:path'
import express, { type RequestHandler } from 'express'
import { z } from 'zod'
import { projectRoot } from '../platform/root'
import type { Side } from '../sessions'

const built = path.join(projectRoot, 'public', 'built')
const Bundle = z.object({ css: z.string(), js: z.string() })
const Manifest = z.object({ reporter: Bundle, staff: Bundle })

/** The style and script of one entrance, under names that change with their content. */
export const bundleOf = (side: Side): z.output<typeof Bundle> =>
  Manifest.parse(JSON.parse(readFileSync(path.join(built, 'manifest.json'), 'utf8')))[side]

/** Serves these two files and nothing else; each entrance has its own folder. */
export const serveBuilt = (side: Side): RequestHandler =>
  express.static(path.join(built, side), {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    // Every other answer says no-store; the library would leave that in place.
    cacheControl: false,
    setHeaders: res => {
      res.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    },
  })
