import { BlockList, isIP } from "node:net";

const PRIVATE_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];
/** Inside the range that is routed in public: tunnels, which hide an IPv4 address, and examples. */
const PRIVATE_6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

function listOf(nets: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const net of nets) {
    const [address = "", bits] = net.split("/");
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const private4 = listOf(PRIVATE_4, "ipv4");
const private6 = listOf(PRIVATE_6, "ipv6");
const routed6 = listOf(["2000::/3"], "ipv6");

/** Whether an IP address is one of the public internet: none of this machine, of a private network or of a tunnel. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !private4.check(address, "ipv4");
    case 6:
      return routed6.check(address, "ipv6") && !private6.check(address, "ipv6");
    default:
      return false;
  }
}
