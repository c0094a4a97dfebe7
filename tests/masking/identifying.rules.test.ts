import { findIdentifying, findWriter } from '../../src/masking/identifying.rules'

const found = (text: string) =>
  findIdentifying(text).map(({ kind, words }) => `${kind}: ${words.join(' | ')}`)

describe('what could tell who wrote it', () => {
  it.each([
    ['我叫王小明，在三病区。', 'name: 王小明 | 王小'],
    ['我叫张三是护士', 'name: 张三'],
    ['本人欧阳春晓，反映如下', 'name: 欧阳春晓 | 欧阳春'],
    ['我是李建国，', 'name: 李建国 | 李建'],
    ['大家叫我小王，我叫小王。', 'name: 小王'],
    ['举报人：陈雨桐', 'name: 陈雨桐 | 陈雨'],
    ['电话 138-0013-8000 找我', 'phone: 138-0013-8000'],
    ['号码１３９ １２３４ ５６７８。', 'phone: 139 1234 5678'],
    ['打 +86 13912345678', 'phone: +86 13912345678'],
    ['一三八零零一三八零零零', 'phone: 一三八零零一三八零零零'],
    ['家里 0571-87654321', 'phone: 0571-87654321'],
    ['加微信：abc_12345', 'contact: abc_12345'],
    ['QQ号 123456789', 'contact: 123456789'],
    ['邮箱 a.b@example.com 。', 'contact: a.b@example.com'],
    ['证号 11010519491231002X', 'id-number: 11010519491231002X'],
    ['证号 110105 19491231 002x', 'id-number: 110105 19491231 002x'],
    ['身份证号：110105194912310021', 'id-number: 110105194912310021'],
    ['我的工号 8831，别外传', 'staff-number: 8831'],
    ['胸牌号是N2077', 'staff-number: N2077'],
    ['只有我知道这件事。', 'only-me: 只有我知道这件事'],
    ['这事就我一个人经手，', 'only-me: 就我一个人经手'],
    ['除了我没人看过账本', 'only-me: 除了我没人看过账本'],
    ['我妈住在那里', 'relation: 我妈'],
    ['我的同事都看见了', 'relation: 我的同事'],
    ['我是三病区的夜班护士', 'post: 我是三病区的夜班护士'],
    ['本人以前在透析室上班', 'post: 本人以前在透析室上班'],
    ['我在三楼住院', 'post: 我在三楼住院'],
    ['9月12日夜班，我在三病区值班时看见的。', 'post: 我在三病区值班'],
    ['9月12日轮到我，三病区一个人也没有', 'post: 9月12日轮到我,三病区'],
    ['周三晚上我值夜班', 'post: 周三晚上我值夜班'],
    ['我负责骨科的耗材登记', 'post: 我负责骨科的耗材登记'],
  ])('«%s»: %s', (text, words) => {
    expect(found(text)).toContain(words)
  })

  it.each([
    '我叫他不要这样做',
    '我叫车去医院看病',
    '我叫了护士',
    '我是想把这件事说清楚',
    '我是党员，',
    '王医生开的药，张主任签的字。',
    '床位费 2026 年 9 月一共 128000 元，单号 20260912000123456789。',
    '追溯码 81234567890123456789',
    '票据 1380-0138-0001-2345',
    '单号 110105194912310021',
    '工号牌掉在地上',
    '他的工号 8831',
    '王主任的工号 8831',
    '只有三个病人',
    '就我所知，药房常这样',
    '三病区的护士把病历改了，9月12日夜班没有人。',
    '我看见三病区的护士在改病历',
    '我上夜班的时候听说的',
    '夜里病区基本没人。',
    '金额 13.8 万，占 86 %',
    'QQ群里有人说',
  ])('nothing in «%s»', text => {
    expect(found(text)).toEqual([])
  })

  it("in the name of a target: what is about the writer, not the target's own numbers", () => {
    const target = '李主任（我的领导），工号 8831，电话 13800138000'
    expect(findWriter(target).map(({ words }) => words)).toEqual([['我的领导']])
  })

  it.each([
    '我',
    '1',
    '1 ',
    '我在',
    '我是一个',
    'a.',
    'a@',
    '只有我',
    '我值三病区',
    '身份证号1 ',
    '王小明，',
    '我叫王',
    '工号 ',
    '除了我，',
    '9月1日我值',
  ])('takes time as the text grows, not as its square: 100,000 signs of «%s»', piece => {
    // Twenty times the longest report. Here it takes 40 ms; by the square it would be minutes: no machine's
    // bad moment lies between.
    const began = performance.now()
    findIdentifying(piece.repeat(100_000 / piece.length))
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
