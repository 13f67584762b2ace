import { describe, expect, it } from "vitest";
import { isAddressList, trustsEverybody } from "../../src/net/trusted-addresses.ts";

describe("a list of addresses to believe", () => {
  it.each([
    "10.0.0.7",
    "10.0.0.7,192.168.1.0/24",
    "127.0.0.1,::1",
    "10.0.0.0/8",
    "128.0.0.0/1",
    "10.0.0.7/32",
    "10.0.0.6/31",
    "fd00::/8",
    "fd00::20/128",
    "2001:db8::/32",
    "2001:db8:1:2::/64",
    "1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:0/112",
  ])("%s names them", (list) => {
    expect([isAddressList(list), trustsEverybody(list)]).toEqual([true, false]);
  });

  it.each([
    "*",
    "10.0.0.7,*",
    "*,10.0.0.7",
    "10.0.0.7, *",
    " * ",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.7,::/0",
    "0.0.0.0/00",
    "0.0.0.0/0.0.0.0",
    "10.0.0.0/0",
  ])("%j stands for everybody", (list) => {
    expect([isAddressList(list), trustsEverybody(list)]).toEqual([false, true]);
  });

  it.each([
    "",
    ",",
    "10.0.0.7,",
    "10.0.0.7, 10.0.0.8",
    " 10.0.0.7",
    "10.0.0.7 ",
    "proxy.example",
    "localhost",
    "10.1",
    "010.0.0.7",
    "10.0.0.7:80",
    "[::1]",
    "FD00::20",
    "fd00:0::20",
    "fe80::1%eth0",
    "10.0.0.7/8",
    "10.0.0.4/29",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/255.0.0.0",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "10.0.0.0/-8",
    "10.0.0.0/100",
    "fd00::20/64",
    "fd00::/129",
    "2001:db8::1/32",
    "1:2:3:4:5:6:7:8/112",
    "**",
    "10.0.0.*",
  ])("%j is none", (list) => {
    expect([isAddressList(list), trustsEverybody(list)]).toEqual([false, false]);
  });
});
