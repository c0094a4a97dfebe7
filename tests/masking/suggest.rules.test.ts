import { createMask, maskMark } from '../../src/masking/mask.rules'
import { answerKey, suggest, undecided, wordsOf } from '../../src/masking/suggest.rules'

const nothing = { texts: [], hides: [], targets: [], answered: false }

const shown = (texts: readonly string[], hides: readonly string[] = []) => {
  const mask = createMask(wordsOf(suggest({ ...nothing, texts, hides }), undecided))
  return texts.map(mask.text)
}

describe('suggestions', () => {
  it('a name that was said once is masked in every text', () => {
    expect(shown(['我叫王小明，是护士。', '王小明.jpg', '小明来过'])).toEqual([
      `我叫${maskMark}，是护士。`,
      `${maskMark}.jpg`,
      '小明来过',
    ])
  })

  it.each([
    ['我是夜班护士、李护士长', '她问李护士长要钥匙', `她问${maskMark}要钥匙`],
    ['不要让对方知道在十二楼开会的事', '那天在十二楼开会，签了字', `那天${maskMark}，签了字`],
    ['别说王姐', '王姐看见的', `${maskMark}看见的`],
  ])('what must stay hidden («%s») is masked in «%s»', (hide, text, masked) => {
    expect(shown([text], [hide])).toEqual([masked])
  })

  it.each(['我的名字', '姓名和电话', '没有', '工号', '不要说我的名字', '无'])(
    'a topic («%s») masks no words',
    hide => {
      const texts = ['我的名字不重要，姓名电话工号都没有，无所谓']
      expect(shown(texts, [hide])).toEqual(texts)
    },
  )

  it('the answer about the relation is one, whatever was answered', () => {
    expect(suggest({ ...nothing, answered: true }).map(({ key }) => key)).toEqual([answerKey])
    expect(suggest(nothing)).toEqual([])
  })

  it('counts until somebody said no, each apart', () => {
    const texts = ['我叫王小明，电话 13800138000']
    const suggestions = suggest({ ...nothing, texts })
    const decided = { masked: ['医院'], shown: ['13800138000'] }
    expect(wordsOf(suggestions, decided)).toEqual(['医院', '王小明', '王小'])
  })

  it('are each there once, and are bounded', () => {
    const texts = [
      '电话 13800138000，138-0013-8000',
      ...Array.from({ length: 1600 }, (_, i) => `电话 138${String(10_000_000 + i)}`),
    ]
    const found = suggest({ ...nothing, texts })
    expect(found.filter(({ key }) => key === '13800138000')).toHaveLength(1)
    expect(found.length).toBeLessThan(1100)
  })
})
