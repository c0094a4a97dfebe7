import { execFileSync } from 'node:child_process'
import path from 'node:path'
import sharp from 'sharp'
import { writePicture, type WrittenBlock } from '../../src/files'

const root = path.resolve(__dirname, '../..')
const label: WrittenBlock = { text: '查询码（像密码一样保管）', size: 34, above: 48 }
const line = (text: string): WrittenBlock => ({ text, size: 84, bold: true, above: 40 })

type Pixels = { readonly width: number; readonly height: number; readonly points: Buffer }

const pixelsOf = async (png: Buffer): Promise<Pixels> => {
  const { data, info } = await sharp(png)
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, points: data }
}

/** The rows on which the two differ. */
const differingRows = (one: Pixels, other: Pixels): number[] =>
  Array.from({ length: one.height }, (_, row) => row).filter(row => {
    const [from, to] = [row * one.width, (row + 1) * one.width]
    return !one.points.subarray(from, to).equals(other.points.subarray(from, to))
  })

describe('text as a picture', () => {
  it('is as wide as a telephone, and black on white', async () => {
    const png = await writePicture([label, line('1234 5678 9012')])
    const { format, width, channels, exif, xmp, icc } = await sharp(png).metadata()

    expect({ format, width, channels, exif, xmp, icc }).toEqual({
      format: 'png',
      width: 780,
      channels: 1,
    })
    const { points } = await pixelsOf(png)
    expect(points[0]).toBe(255)
    expect(points).toContain(0)
  })

  it('shows each digit: another last digit is seen on its own line, and nowhere else', async () => {
    const lines = (last: number) => [label, line('1234 5678 9012'), line(`3456 7890 123${last}`)]
    const pictures = await Promise.all(
      Array.from({ length: 10 }, async (_, last) => pixelsOf(await writePicture(lines(last)))),
    )
    const [first] = pictures
    if (first === undefined) throw new Error('no picture')
    const firstLine = (await pixelsOf(await writePicture([label, line('1234 5678 9012')]))).height

    expect(new Set(pictures.map(({ points }) => points.toString('base64'))).size).toBe(10)
    for (const other of pictures.slice(1)) {
      const rows = differingRows(first, other)
      expect(rows.length).toBeGreaterThan(0)
      expect(Math.min(...rows)).toBeGreaterThan(firstLine - 48)
    }
  })

  it('breaks what is too long into lines, and writes markup as it stands', async () => {
    const one = await pixelsOf(await writePicture([label]))
    const many = await pixelsOf(await writePicture([{ ...label, text: label.text.repeat(6) }]))
    const marked = await writePicture([{ ...label, text: '<b>一 & 二</b>' }])

    expect(many.width).toBe(one.width)
    expect(many.height).toBeGreaterThan(one.height * 2)
    expect(marked.equals(await writePicture([{ ...label, text: '一 & 二' }]))).toBe(false)
  })

  it('is written in the shipped font: a machine without any draws the same', async () => {
    const script = `
      const { writePicture } = require(${JSON.stringify(path.join(root, 'src/files'))})
      writePicture(${JSON.stringify([label, line('1234 5678 9012')])})
        .then(png => process.stdout.write(png.toString('base64')))`
    const bare = execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
      cwd: root,
      env: { PATH: process.env['PATH'], FONTCONFIG_FILE: '/nowhere', FONTCONFIG_PATH: '/nowhere' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const here = await pixelsOf(await writePicture([label, line('1234 5678 9012')]))

    expect(await pixelsOf(Buffer.from(bare.toString(), 'base64'))).toEqual(here)
  })

  it('leaves the service free for others, and has room for a bounded number at once', async () => {
    await writePicture([label])
    let turns = 0
    const count = setInterval(() => (turns += 1), 0)
    await Promise.all(Array.from({ length: 20 }, () => writePicture([label, line('1234 5678')])))
    clearInterval(count)
    expect(turns).toBeGreaterThan(40)

    const crowd = await Promise.allSettled(Array.from({ length: 80 }, () => writePicture([label])))
    const refused = crowd.filter(one => one.status === 'rejected').map(one => one.reason as unknown)
    expect(refused).toHaveLength(15)
    expect(refused[0]).toMatchObject({ kind: 'unavailable', code: 'picture.busy' })
  })
})
