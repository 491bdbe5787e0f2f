// Clients in PowerShell, in what 5.1, which every Windows has, and 7 have in common.

/** Sends the bytes that `value` stands for. */
export const sendBytes = (name: string, value: string): string[] => [
  `[byte[]] $${name} = ${value}`,
  `$peer.Write($${name}, 0, $${name}.Length)`,
]

/** Ends the own side and prints what comes until the other side has ended, too. */
export const HEAR_ALL = [
  "$client.Client.Shutdown('Send')",
  '[System.IO.StreamReader]::new($peer).ReadToEnd()',
]

/** Prints what one read brings. */
export const HEAR_ONCE = [
  '$reply = [byte[]]::new(2048)',
  '$count = $peer.Read($reply, 0, $reply.Length)',
  '[System.Text.Encoding]::UTF8.GetString($reply, 0, $count)',
]

/** What a text is as bytes, in double quotes: the dashboard puts the service's framing into them. */
export const bytesOf = (text: string): string => `[System.Text.Encoding]::UTF8.GetBytes("${text}")`

/** A client over TCP; `body` talks to the stream `$peer`. */
export const powershellClient = (...body: string[]): string =>
  [
    "$client = [System.Net.Sockets.TcpClient]::new('{host}', {port})",
    '$peer = $client.GetStream()',
    ...body,
    '$client.Close()',
  ].join('\n')

/** A client that sends `text` as one datagram, and prints one that comes within 5 s as `shown`; '' expects none. */
export const powershellDatagram = (text: string, shown: string): string =>
  [
    "$client = [System.Net.Sockets.UdpClient]::new('{host}', {port})",
    `[byte[]] $said = ${bytesOf(text)}`,
    '[void] $client.Send($said, $said.Length)',
    ...(shown === '' ? [] : ['$client.Client.ReceiveTimeout = 5000', ...HEAR_DATAGRAM, shown]),
    '$client.Close()',
  ].join('\n')

const HEAR_DATAGRAM = [
  '$from = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Any, 0)',
  '$reply = $client.Receive([ref] $from)',
]
