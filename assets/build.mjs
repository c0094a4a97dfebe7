// Builds what the service runs on: TypeScript into dist/, styles and scripts into public/built/ under names
// that hold a hash of their content. Does only what has changed since the last build.
//   node assets/build.mjs               build everything
//   node assets/build.mjs --if-needed   build what is stale
//   … --styles                          leave TypeScript alone
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const here = (...parts) => path.join(root, ...parts)
const wanted = new Set(process.argv.slice(2))

const hash = content => createHash('sha256').update(content).digest('hex')

/** One value for the whole content of some files and folders: times may lie after a checkout, content does not. */
const fingerprint = places => {
  const total = createHash('sha256')
  const add = place => {
    if (!fs.existsSync(place)) return
    if (fs.statSync(place).isDirectory()) {
      for (const name of fs.readdirSync(place).sort()) add(path.join(place, name))
    } else {
      total.update(`${path.relative(root, place)}\0${hash(fs.readFileSync(place))}\n`)
    }
  }
  places.forEach(place => add(here(place)))
  return total.digest('hex')
}

/** Two builds may run at once (tests in two terminals): whatever a reader sees is whole. */
const writeWhole = (file, content) => {
  const temporary = `${file}.${process.pid}`
  fs.writeFileSync(temporary, content)
  fs.renameSync(temporary, file)
}

const isFresh = (stamp, mark) =>
  wanted.has('--if-needed') && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === mark

const buildProgram = () => {
  const mark = fingerprint([
    'src',
    'migrations',
    'tsconfig.json',
    'tsconfig.build.json',
    'package-lock.json',
  ])
  const stamp = here('dist', '.built-from')
  if (isFresh(stamp, mark)) return
  const fresh = here(`dist.${process.pid}`)
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const args = [compiler, '-p', here('tsconfig.build.json'), '--outDir', fresh, '--noEmitOnError']
  const done = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (done.status !== 0) {
    fs.rmSync(fresh, { recursive: true, force: true })
    process.exit(1)
  }
  fs.writeFileSync(path.join(fresh, '.built-from'), mark)
  // A whole new folder: a migration or module that was removed must not live on in the old one.
  fs.rmSync(here('dist'), { recursive: true, force: true })
  fs.renameSync(fresh, here('dist'))
}

const webauthn = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@simplewebauthn/browser')),
  '../dist/bundle/index.umd.min.js',
)

/** The two entrances share no file: each is served from a folder of its own. Scripts are joined into one. */
const bundles = [
  {
    side: 'reporter',
    style: 'public.scss',
    scripts: ['reporter.js', 'time-limit.js', 'autosave.js'],
  },
  {
    side: 'staff',
    style: 'staff.scss',
    scripts: ['staff.js', 'queue.js', 'time-limit.js', webauthn, 'passkeys.js'],
  },
]

const nameOf = (file, extension, content) =>
  `${path.parse(file).name}.${hash(content).slice(0, 16)}.${extension}`

const buildBundle = (sass, { side, style, scripts }) => {
  const folder = here('public', 'built', side)
  fs.mkdirSync(folder, { recursive: true })
  const { css } = sass.compile(here('assets', 'styles', style), {
    style: 'compressed',
    loadPaths: [here('node_modules'), here('node_modules', 'govuk-frontend', 'dist')],
    quietDeps: true,
    logger: sass.Logger.silent,
  })
  const js = scripts
    .map(file => fs.readFileSync(path.resolve(here('assets', 'scripts'), file), 'utf8'))
    .join('\n')
  const names = { css: nameOf(style, 'css', css), js: nameOf(scripts[0], 'js', js) }
  writeWhole(path.join(folder, names.css), css)
  writeWhole(path.join(folder, names.js), js)
  for (const old of fs.readdirSync(folder))
    if (!Object.values(names).includes(old) && !/\.\d+$/.test(old))
      fs.rmSync(path.join(folder, old), { force: true })
  return { css: `/built/${names.css}`, js: `/built/${names.js}` }
}

const buildStyles = async () => {
  const mark = fingerprint(['assets', 'package-lock.json'])
  const built = here('public', 'built')
  const stamp = path.join(built, '.built-from')
  if (isFresh(stamp, mark)) return
  const sass = await import('sass')
  const manifest = Object.fromEntries(
    bundles.map(bundle => [bundle.side, buildBundle(sass, bundle)]),
  )
  writeWhole(path.join(built, 'manifest.json'), JSON.stringify(manifest, null, 2))
  writeWhole(stamp, mark)
}

await buildStyles()
if (!wanted.has('--styles')) buildProgram()
