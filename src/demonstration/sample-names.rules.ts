/** What evidence a demonstration report may come with: files of assets/demonstration, and one that is written. */
export const sampleNames = [
  '费用清单.jpg',
  '收费票据.jpg',
  '货架照片.jpg',
  '手机截屏.png',
  '药盒追溯码.jpg',
  '出院记录.pdf',
  '经过说明.txt',
] as const
export type SampleName = (typeof sampleNames)[number]
