/** How staff may see a file: as what, not in which format. */
export type Shelf = 'image' | 'pdf' | 'audio' | 'video' | 'text' | 'document'
export type FormatCode = string
