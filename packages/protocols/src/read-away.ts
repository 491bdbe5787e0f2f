/** Reads and drops whatever comes, until the peer has ended its side. Throws ConnectionClosed when it is gone. */
export async function readAway(messages: AsyncIterator<Buffer>): Promise<void> {
  while (!(await messages.next()).done);
}
