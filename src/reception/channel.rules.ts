import { sourceWords } from '../vocabulary/case-words'

/** How somebody came who did not write the report themselves. */
export const channels = ['hotline', 'visit', 'letter', 'petition', 'police'] as const
export type Channel = (typeof channels)[number]

/** It came on paper: nobody is there who could be asked, or told a code. */
export const isWritten = (channel: Channel): boolean => channel !== 'hotline' && channel !== 'visit'

type Words = {
  readonly title: string
  /** Who is speaking, in the words of this channel. */
  readonly person: string
  /** Words to read out, part by part; none for a letter, which nobody hears. */
  readonly script: {
    readonly opening: string
    readonly subject: string
    readonly identity: string
    readonly claim: string
    readonly named: string
    readonly what: string
    readonly relation: string
  }
  /** The button that leaves the sheet for later. */
  readonly putAside: string
  readonly readBack: string
  readonly agreed: string
  readonly notAgreed: string
}

const spoken = {
  subject: '您要反映哪家医院、药店，或者哪个人？在哪个区？是不是涉及医保部门自己或者它的工作人员？',
  identity:
    '可以匿名，也可以实名。匿名也能查进度；查实后想领奖励，可以现在定一句口令。您想用哪一种？',
  claim: '请想一句只有您记得的话当口令，至少八个字，不要用生日、电话。请慢慢说两遍，我不写在别处。',
  named: '姓名、手机号、证件号会加密单独保管，办案人员看不到。想好了再说，不说也能举报。',
  what: '请从头说：什么时候、什么地方、谁做的、怎么做的、哪里能查到。不急，我边听边记。',
  relation: '您和这件事是什么关系，可以不说。有没有一说出来，对方就猜到是您的内容？',
} as const

const written = {
  opening: '',
  subject: '',
  identity: '',
  claim: '',
  named: '',
  what: '',
  relation: '',
} as const

const words: Record<Channel, Words> = {
  hotline: {
    title: '登记来电',
    person: '来电人',
    script: {
      ...spoken,
      opening:
        '您好，这里是医保基金举报电话。可以不说名字，不说单位。您说的内容加密保存，只有受理和办案的人打得开。',
    },
    putAside: '电话断了，先放下',
    readBack: '复述给来电人听',
    agreed: '已经念给来电人听，来电人说没有记错，说的都是知道的真实情况',
    notAgreed: '请先念给来电人听，对了再勾选提交',
  },
  visit: {
    title: '登记来访',
    person: '来访人',
    script: {
      ...spoken,
      opening: '您好，请坐。可以不说名字，不说单位。您说的内容加密保存，只有受理和办案的人打得开。',
    },
    putAside: '人走了，先放下',
    readBack: '复述给来访人听',
    agreed: '已经念给来访人听，来访人说没有记错，说的都是知道的真实情况',
    notAgreed: '请先念给来访人听，对了再勾选提交',
  },
  letter: {
    title: '登记来信',
    person: '写信人',
    script: written,
    putAside: '先放下',
    readBack: '对照来信核对',
    agreed: '已经对照来信核对过，没有改动写信人的意思',
    notAgreed: '请先对照来信核对，对了再勾选提交',
  },
  petition: {
    title: '登记信访',
    person: '信访人',
    script: written,
    putAside: '先放下',
    readBack: '对照信访件核对',
    agreed: '已经对照信访件核对过，没有改动信访人的意思',
    notAgreed: '请先对照信访件核对，对了再勾选提交',
  },
  police: {
    title: '登记公安转来',
    person: '报案人',
    script: written,
    putAside: '先放下',
    readBack: '对照公安机关的来函核对',
    agreed: '已经对照公安机关的来函核对过，没有改动原来的意思',
    notAgreed: '请先对照公安机关的来函核对，对了再勾选提交',
  },
}

export const channelWords = (channel: Channel): Words => words[channel]

export const channelPath = (channel: Channel): string => `/staff/intake/${channel}`

export const channelName = (channel: Channel): string => sourceWords[channel] ?? channel
