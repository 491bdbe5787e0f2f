/** The commonest passwords of ten characters and more, in lower case, by the published lists of leaked ones. */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `0123456789 0987654321 1029384756 1111111111 1212121212 1234512345 123123123a 1231231234 1234554321 123456123456
1234567890 12345678900 1234567891 12345678910 123456789a 123456789abc 123456789q 123456789z 123456abcd 1234qwerasdf
123654789a 123qweasdzxc 147258369a 1a2b3c4d5e 1password1 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc 2222222222
5555555555 7777777777 8888888888 987654321a 9876543210 9999999999 a123456789 a1b2c3d4e5 aaaaaaaaaa abc1234567
abc123456789 abcd123456 abcdefghij abcdefghijk admin12345 admin123456 adminadmin administrator alexander1 asdasdasd1
asdf123456 asdfasdfasdf asdfghjkl1 asdfghjkl123 asdfghjklqwertyuiop babygirl123 barcelona1 baseball123 basketball
basketball1 blink182182 california charlie123 changeme12 changeme123 chelsea123 christopher computer123 cristina123
default123 dragon12345 elizabeth1 football10 football12 football123 fuckyou123 gfhjkm12345 hello12345 hellohello
iloveyou12 iloveyou123 iloveyou2010 iloveyou22 internet123 jennifer123 jordan2323 letmein123 letmein1234 letmeinnow
liverpool1 liverpool123 manchester master1234 michael123 michelle123 midnight123 minecraft1 minecraft123 monkey12345
monkeymonkey motdepasse mypassword mypassword1 myspace123 nopassword october123 p@ssw0rd12 p@ssw0rd123 p@ssword123
pa55word123 pass123456 passpass12 passpasspass passw0rd12 passw0rd123 passw0rd1234 password00 password01 password10
password11 password12 password123 password1234 password12345 password123456 password13 password21 password22 password23
password69 password77 password88 password99 password@1 password@123 passwordpassword pa$$w0rd123 pokemon123 princess12
princess123 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx1234 qazwsxedc1 qazwsxedc123 qazwsxedcrfv qwaszx12345 qwe1234567 qweasdzxc1
qweasdzxc123 qwer123456 qwerqwer12 qwert12345 qwerty1234 qwerty12345 qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop
qwertyuiop1 qwertyuiop12 qwertyuiop123 qwertyuiop[] realmadrid rootroot12 rootrootroot samsung123 secret1234 secret12345
snickers123 starwars123 sunshine12 sunshine123 superman12 superman123 switchboard switchboard1 switchboard123
temppassword test123456 test12345678 testtest12 testtest123 testtesttest testing123 thomas1234 trustno1trustno1
unknown123 user123456 username123 volleyball wachtwoord welcome123 welcome1234 welcome12345 winter2025 winter2026
z123456789 zaq12wsxcde zaq1xsw2cde zaq1zaq1zaq1 zxcvbnm123 zxcvbnm1234 zxcvbnmasdf`.split(/\s+/),
)
