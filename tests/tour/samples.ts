import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'

// Draws the pictures that demonstration reports come with (assets/demonstration). Everything on them is invented.

const paper = (title: string, rows: readonly (readonly string[])[], foot: string): string => `
  <main><h1>${title}</h1><p class="sub">示例数据&emsp;不是真实单据</p>
  <table>${rows.map(row => `<tr>${row.map(cell => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>
  <p class="foot">${foot}</p></main>`

const shelf = (): string => {
  const colours = ['#c2554d', '#d9a441', '#5b8c6b', '#48739e', '#8a6aa0', '#c97b4a']
  const goods = ['洗衣液', '蛋白粉', '阿胶糕', '面膜', '纸尿裤', '大米 5kg']
  const row = (at: number) =>
    goods
      .map(
        (name, which) =>
          `<b style="background:${colours[(which + at) % colours.length] ?? ''}">${name}</b>`,
      )
      .join('')
  return `<main class="shelf">${[0, 1, 2, 3].map(at => `<div>${row(at)}</div>`).join('')}<p>医保卡可用（示例）</p></main>`
}

const screen = (): string => `<main class="screen"><h2>消费提醒</h2>
  ${[
    ['11 月 3 日 20:41', '示例药店', '-286.00'],
    ['11 月 3 日 20:43', '示例药店', '-314.00'],
    ['11 月 9 日 21:05', '示例药店', '-260.00'],
  ]
    .map(
      ([when, who, sum]) =>
        `<p><span>${who ?? ''}<small>${when ?? ''}</small></span><b>${sum ?? ''}</b></p>`,
    )
    .join('')}<footer>示例截屏</footer></main>`

const box = (): string =>
  `<main class="box"><h1>示例片</h1><p>20 片 / 盒&emsp;批号 000000</p><div class="code"></div><p>8000 0000 0012 3456 7890</p></main>`

const style = `
  body{margin:0;background:#b9b1a4;font-family:"Noto Sans SC";color:#262626}
  main{margin:28px;padding:36px 40px;background:#fbfaf6;transform:rotate(-.8deg);box-shadow:0 6px 18px #0006}
  h1{font-size:30px;text-align:center;margin:0 0 4px}.sub,.foot{text-align:center;color:#777}
  table{width:100%;border-collapse:collapse;font-size:21px}td{border:1px solid #999;padding:9px 12px}
  td:last-child{text-align:right}.shelf{padding:16px;background:#6d5f50}
  .shelf div{display:flex;gap:10px;border-bottom:16px solid #453b31;padding-top:22px}
  .shelf b{flex:1;height:150px;color:#fff;display:grid;place-items:center;font-size:20px;border-radius:6px 6px 0 0}
  .shelf p{background:#f4d34f;display:inline-block;padding:6px 18px;font-size:26px;margin:16px}
  .screen{margin:0;transform:none;min-height:1000px;background:#f2f2f4;padding:40px 28px;font-size:26px}
  .screen p{display:flex;justify-content:space-between;background:#fff;padding:22px;border-radius:12px}
  .screen small{display:block;color:#888;font-size:20px}.screen footer{color:#aaa;text-align:center}
  .box{background:linear-gradient(90deg,#e8f1fb,#fff)}.box h1{text-align:left;font-size:54px;color:#245a9c}
  .code{width:190px;height:190px;margin:20px 0;background:
    repeating-conic-gradient(#111 0 25%,#fff 0 50%) 0 0/19px 19px}`

const bills = [
  ['项目', '数量', '金额'],
  ['中频脉冲电治疗', '14', '840.00'],
  ['床位费（三人间）', '7', '280.00'],
  ['胸部 CT', '1', '320.00'],
  ['雾化吸入', '21', '315.00'],
  ['静脉输液', '14', '168.00'],
  ['合计', '', '1,923.00'],
] as const

const discharge = [
  ['入院', '示例年 9 月 1 日'],
  ['出院', '示例年 9 月 12 日'],
  ['诊断', '示例诊断'],
  ['体温（每日）', '36.5 36.5 36.5 36.5 36.5'],
  ['医师签名', '示例'],
] as const

const pictures = {
  'list.jpg': paper('住院费用清单（示例）', bills, '示范市示例医院&emsp;第 2 页'),
  'bill.jpg': paper('门诊收费票据（示例）', bills.slice(0, 4), '票据号 示例000000'),
  'discharge.jpg': paper('出院记录（示例）', discharge, '示范市示例医院'),
  'shelf.jpg': shelf(),
  'screen.png': screen(),
  'box.jpg': box(),
}

/** A PDF of one page, which is the picture. */
const pdfOf = async (jpeg: Buffer): Promise<Buffer> => {
  const { width, height } = await sharp(jpeg).metadata()
  const draw = `q 595 0 0 ${Math.round((595 * height) / width)} 0 60 cm /Im Do Q`
  const heads = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>',
    `<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`,
  ].map(text => Buffer.from(text, 'latin1'))
  const image = Buffer.concat([
    Buffer.from(
      `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>\nstream\n`,
      'latin1',
    ),
    jpeg,
    Buffer.from('\nendstream', 'latin1'),
  ])
  const parts = [Buffer.from('%PDF-1.4\n', 'latin1')]
  const size = () => parts.reduce((sum, part) => sum + part.length, 0)
  const offsets = [...heads, image].map((object, at) => {
    const offset = size()
    parts.push(Buffer.from(`${at + 1} 0 obj\n`), object, Buffer.from('\nendobj\n'))
    return offset
  })
  const start = size()
  const lines = offsets.map(offset => `${offset.toString().padStart(10, '0')} 00000 n \n`).join('')
  const count = offsets.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

export const drawSamples = async (browser: Browser, folder: string): Promise<void> => {
  const page = await browser.newPage({ viewport: { width: 760, height: 640 } })
  for (const [name, body] of Object.entries(pictures)) {
    await page.setContent(`<meta charset="utf-8"><style>${style}</style>${body}`)
    const shot = sharp(await page.screenshot({ fullPage: true }))
    const picture = name.endsWith('.png')
      ? await shot.resize(480).png({ palette: true, colours: 32 }).toBuffer()
      : await shot.jpeg({ quality: 62 }).toBuffer()
    if (name === 'discharge.jpg')
      writeFileSync(path.join(folder, 'discharge.pdf'), await pdfOf(picture))
    else writeFileSync(path.join(folder, name), picture)
  }
  await page.close()
}
