# Hosts for BypassIT: takes whatever comes at two addresses and says on standard output what that was. Ends with
# its standard input.
import asyncio, fcntl, itertools, os, socket, struct, sys, threading

ALLOWED, FORBIDDEN = sys.argv[1:3]
PORTS = (22, 53, 80, 443, 8080)
SIOCGIFADDR = 0x8915
TENTATIVE = 0x40
ids = itertools.count()


def tell(id, protocol, address, heard):
    allowed = protocol == 'tcp' and address[0] == ALLOWED and address[1] in (80, 443)
    print(id, 'allowed' if allowed else 'forbidden', protocol, address[0], address[1], ascii(heard), flush=True)
    return allowed


def answer(heard, allowed):
    if allowed and b'/redirect HTTP' in heard:
        return b'HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n'
    text = b'allowed' if allowed else b'forbidden'
    return b'HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s' % (len(text), text)


async def visit(reader, writer):
    id, address, heard = next(ids), writer.get_extra_info('sockname'), b''
    allowed = tell(id, 'tcp', address, heard)
    try:
        while piece := await reader.read(65536):
            if not heard:
                writer.write(answer(piece, allowed))
            heard += piece
            tell(id, 'tcp', address, heard)
    except ConnectionError:
        pass
    writer.close()


class Datagrams(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, sender):
        tell(next(ids), 'udp', self.transport.get_extra_info('sockname'), data)
        # to a question for a name: there is none
        self.transport.sendto(data[:2] + b'\x81\x83' + data[4:], sender)


def link_local():
    """The IPv6 address, in hexadecimal, on the interface that has the forbidden address; none while there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s, open('/proc/net/if_inet6') as lines:
        for address, _, _, scope, flags, name in (line.split() for line in lines):
            if scope == '20' and not int(flags, 16) & TENTATIVE:
                found = fcntl.ioctl(s, SIOCGIFADDR, struct.pack('256s', name.encode()))[20:24]
                if socket.inet_ntoa(found) == FORBIDDEN:
                    return address


async def main():
    loop = asyncio.get_running_loop()
    for port in PORTS:
        await asyncio.start_server(visit, ['0.0.0.0', '::'], port)
    for port in (53, 443):
        await loop.create_datagram_endpoint(Datagrams, ('0.0.0.0', port))
    while not (address := link_local()):
        await asyncio.sleep(0.05)
    print('ready', address, flush=True)
    await asyncio.Event().wait()


threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
asyncio.run(main())
