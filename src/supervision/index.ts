// The supervision desk's page: objections and calls for protection that reporters of the bodies below have laid
// before it, each opened with the desk's own key, answered to the reporter, and marked when it was acted on.
// Never shows what is not laid before one's own body, nor the original report or who the reporter is, and
// never changes the case: that stays with the body that has it.
export { createSupervision } from './supervision.service'
export { createSupervisionHomePart } from './home-part'
