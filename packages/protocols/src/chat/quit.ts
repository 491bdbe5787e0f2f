/** Whether the message is the quit word alone, in any case; the line ending that nc adds does not count. */
export function isQuit(message: Buffer, quitWord: string): boolean {
  // Three bytes are the longest a UTF-16 unit becomes in UTF-8, and two may be the line ending.
  if (quitWord === '' || message.length > quitWord.length * 3 + 2) return false
  return (
    message
      .toString()
      .replace(/\r?\n$/, '')
      .toLowerCase() === quitWord.toLowerCase()
  )
}
