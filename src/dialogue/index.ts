// Messages between a reporter and the officers of the case, sealed under the case key.
// The reporter sees officers by number only; officers never see who the reporter is. A reporter's
// message carries its day and nothing finer. Sending the same form twice makes one message.
export { createDialogue, type Dialogue, type Message } from './dialogue.service'
