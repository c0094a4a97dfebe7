// Publicity answers for the pages that anybody may read: home, how to report, how to reach each body, how to
// stay safe, privacy and accessibility statements, quick exit, text size.
// It never shows anything of a report, and prints no safety sentence that the product does not keep:
// each stands in data/safety-sentences.json beside the promise and the test that hold it.
export { readTextSize, textSizeCookie, type TextSize } from './text-size.rules'
