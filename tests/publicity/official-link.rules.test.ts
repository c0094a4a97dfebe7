import { officialLink } from '../../src/publicity/official-link.rules'

const hosts = ['gov.cn', 'ybj.example.cn']

it.each([
  ['https://www.nhsa.gov.cn/art/1.html', 'https://www.nhsa.gov.cn/art/1.html'],
  ['http://gov.cn', 'http://gov.cn/'],
  ['HTTPS://WWW.NHSA.GOV.CN/Art', 'https://www.nhsa.gov.cn/Art'],
  ['https://blog.example.com/1 ; https://ybj.example.cn/2', 'https://ybj.example.cn/2'],
  [
    '《办法》（医保办发〔2022〕22 号），https://a.ybj.example.cn/x；别处',
    'https://a.ybj.example.cn/x',
  ],
  ['见 https://www.gov.cn/1。', 'https://www.gov.cn/1'],
  ['（https://www.gov.cn/1）', 'https://www.gov.cn/1'],
  ['“https://www.gov.cn/1.html”、《办法》', 'https://www.gov.cn/1.html'],
  ['https://www.gov.cn/1！', 'https://www.gov.cn/1'],
  ['See https://www.gov.cn/1.', 'https://www.gov.cn/1'],
  ['https://www.gov.cn/办法.html', 'https://www.gov.cn/%E5%8A%9E%E6%B3%95.html'],
])('leads to the first address on a listed host: %s', (source, link) => {
  expect(officialLink(source, hosts)).toBe(link)
})

it.each([
  ['《办法》'],
  ['https://gov.cn.evil.example/1'],
  ['https://evilgov.cn/1'],
  ['https://example.cn/1'],
  ['https://www.gov.cn@evil.example/1'],
  ['https://someone:secret@www.gov.cn/1'],
  ['https://www.gov.cn:8443/1'],
  ['javascript://www.gov.cn/%0aalert(1)'],
  ['ftp://www.gov.cn/1'],
  ['https://evil.example/https://www.gov.cn/1'],
  ['https://evil.example\\.gov.cn/1'],
  // Letters of another script that look alike.
  ['https://www.gov.сn/1'],
  ['https://[::1]/gov.cn'],
])('leads nowhere else: %s', source => {
  expect(officialLink(source, hosts)).toBe('')
})

it('knows a host in Chinese by its punycode, and none without a list', () => {
  expect(officialLink('https://医保.政务/规定', ['xn--ruqw5f.xn--zfr164b'])).toMatch(
    /^https:\/\/xn--ruqw5f\.xn--zfr164b\//,
  )
  expect(officialLink('https://www.gov.cn/1', [])).toBe('')
})
