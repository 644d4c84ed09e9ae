import { BlockList, isIP } from "node:net"

/** Addresses that lead into a private network, to this machine, to a cloud's own services, or nowhere. */
const closed4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
]
/** Special blocks inside of 2000::/3, outside of which nothing is public: protocols, documentation, tunnels to IPv4. */
const closed6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]

const listOf = (family: "ipv4" | "ipv6", blocks: string[]) => {
  const list = new BlockList()
  for (const block of blocks) {
    const [address, bits] = block.split("/") as [string, string]
    list.addSubnet(address, Number(bits), family)
  }
  return list
}

const private4 = listOf("ipv4", closed4)
const global6 = listOf("ipv6", ["2000::/3"])
const special6 = listOf("ipv6", closed6)

/** True for an address that anybody on the internet could reach. */
export const isPublic = (address: string): boolean => {
  const kind = isIP(address)
  if (kind === 4) return !private4.check(address, "ipv4")
  return kind === 6 && global6.check(address, "ipv6") && !special6.check(address, "ipv6")
}
