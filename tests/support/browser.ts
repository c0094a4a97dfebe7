import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

const installed = '/usr/bin/chromium'
const projectRoot = path.resolve(__dirname, '../..')
const packageFolder = path.join(projectRoot, 'node_modules/@sparticuz/chromium')

type Program = { readonly executablePath: string; readonly env: Record<string, string> }

// The package unpacks what it carries (browser, libraries, fonts) below TMPDIR when it believes to be in a
// cloud function. That is what we want, only in a folder of our own and whole or not at all.
const unpackScript = "import('@sparticuz/chromium').then(({ default: c }) => c.executablePath())"

const unpack = (): string => {
  const { version } = JSON.parse(
    readFileSync(path.join(packageFolder, 'package.json'), 'utf8'),
  ) as { version: string }
  const home = path.join(os.tmpdir(), `mingshao-chromium-${version}-${os.userInfo().uid}`)
  if (existsSync(home)) return home
  const partial = mkdtempSync(`${home}-`)
  execFileSync(process.execPath, ['--input-type=module', '-e', unpackScript], {
    cwd: projectRoot,
    env: { PATH: process.env['PATH'], TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
  })
  try {
    renameSync(partial, home)
  } catch (error) {
    // Another run was faster.
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(home)) throw error
  }
  return home
}

const fontsConf = (folders: readonly string[], cache: string): string =>
  [
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
    ...folders.map(folder => `<dir>${folder}</dir>`),
    `<cachedir>${cache}</cachedir></fontconfig>`,
  ].join('\n')

// A browser of another worker may be reading it just now.
const writeWhole = (file: string, text: string): void => {
  const partial = `${file}-${process.pid}`
  writeFileSync(partial, text)
  renameSync(partial, file)
}

const carried = (): Program => {
  const home = unpack()
  const conf = path.join(home, 'mingshao-fonts')
  mkdirSync(conf, { recursive: true })
  const folders = [
    path.join(projectRoot, 'assets/fonts'),
    path.join(home, 'fonts'),
    '/usr/share/fonts',
  ]
  const file = path.join(conf, 'fonts.conf')
  writeWhole(file, fontsConf(folders, path.join(conf, 'cache')))
  const env = {
    LD_LIBRARY_PATH: path.join(home, 'al2023', 'lib'),
    FONTCONFIG_PATH: conf,
    FONTCONFIG_FILE: file,
  }
  return { executablePath: path.join(home, 'chromium'), env }
}

// Chromium adds these to its environment while its other threads read it. Adding moves the table away under
// them, and now and then getenv() of glibc before 2.41 ends the browser with SIGSEGV at its start. Values
// that are there already are set in place.
const alreadyThere = { DBUS_SESSION_BUS_ADDRESS: 'disabled:', FC_FONTATIONS: '1' }

const findProgram = (): Program =>
  existsSync(installed) ? { executablePath: installed, env: {} } : carried()

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--font-render-hinting=none',
  '--lang=zh-CN',
]

// A page that waits for Argon2 on a busy machine is not a page that never comes.
const PATIENCE_MS = 180_000

/** A real Chromium: the machine's own, else the one that comes with the development packages. */
export const openBrowser = async (): Promise<Browser> => {
  const { executablePath, env } = findProgram()
  const browser = await chromium.launch({
    executablePath,
    args,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: os.tmpdir(),
      TZ: 'Asia/Shanghai',
      ...alreadyThere,
      ...env,
    },
    timeout: PATIENCE_MS,
  })
  const open = browser.newContext.bind(browser)
  browser.newContext = async options => {
    const context = await open(options)
    context.setDefaultTimeout(PATIENCE_MS)
    return context
  }
  return browser
}

/** A page that nobody has visited anything with before. Closing it forgets everything. */
export const newPage = async (
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> => {
  const context = await browser.newContext({ locale: 'zh-CN', ...options })
  return context.newPage()
}
