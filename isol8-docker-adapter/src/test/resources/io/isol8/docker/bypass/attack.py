# What the programs of BypassIT are made of. They print what comes of it, for whoever reads a failed test.
import ctypes, errno, os, socket, ssl, struct, time, urllib.request

PROXY = ('127.0.0.1', 8118)
EVIL_SENT = b'evil'


def heard(connection):
    data = b''
    while piece := connection.recv(65536):
        data += piece
    return data


def attempt(what):
    try:
        print(what())
    except OSError as e:
        print(type(e).__name__, e)


def tcp(address, port, sent=EVIL_SENT):
    def talk():
        with socket.create_connection((address, port), 5) as s:
            s.sendall(sent)
            s.shutdown(socket.SHUT_WR)
            return heard(s)
    attempt(talk)


def udp(address, port, sent=EVIL_SENT):
    def send():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            return s.sendto(sent, (address, port))
    attempt(send)


def tcp6(address, port):
    """By whatever interface there is; those that are new have no address for a moment."""
    for scope, name in socket.if_nameindex():
        for _ in range(50):
            try:
                with socket.socket(socket.AF_INET6) as s:
                    s.settimeout(5)
                    s.connect((address, port, 0, scope))
                    s.sendall(EVIL_SENT)
                    print(name, 'connected')
                    break
            except OSError as e:
                print(name, e)
                if e.errno != errno.EADDRNOTAVAIL or name == 'lo':
                    break
                time.sleep(0.1)


def proxy(sent):
    tcp(*PROXY, sent if isinstance(sent, bytes) else sent.encode())


def get(url, host='good.example'):
    proxy(f'GET {url} HTTP/1.1\r\nHost: {host}\r\n\r\n')


def post(headers, body):
    proxy(f'POST http://good.example/ HTTP/1.1\r\nHost: good.example\r\n{headers}\r\n\r\n{body}')


def tunnel(target, sent=EVIL_SENT):
    def talk():
        with socket.create_connection(PROXY, 5) as s:
            s.sendall(f'CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n'.encode())
            answer = b''
            while not answer.endswith(b'\r\n\r\n'):
                piece = s.recv(1)
                if not piece:
                    return answer
                answer += piece
            s.sendall(sent)
            s.shutdown(socket.SHUT_WR)
            return answer + heard(s)
    attempt(talk)


def hello(name):
    """What TLS to that server begins with."""
    sent = ssl.MemoryBIO()
    try:
        ssl.create_default_context().wrap_bio(ssl.MemoryBIO(), sent, server_hostname=name).do_handshake()
    except ssl.SSLWantReadError:
        return sent.read()


def question(name):
    """A question to a name server for the address of that name."""
    labels = b''.join(bytes([len(label)]) + label.encode() for label in name.split('.'))
    return struct.pack('>6H', 1, 0x100, 1, 0, 0, 0) + labels + struct.pack('>x2H', 1, 1)


def browse(url):
    """As a library does it that follows redirects."""
    proxies = urllib.request.ProxyHandler({'http': 'http://127.0.0.1:8118'})
    attempt(lambda: urllib.request.build_opener(proxies).open(url, timeout=5).read())


def become_somebody_else():
    def unshare():
        libc = ctypes.CDLL(None, use_errno=True)
        new_user, new_network = 0x10000000, 0x40000000
        if libc.unshare(new_user | new_network) < 0:
            raise OSError(ctypes.get_errno(), 'unshare')
    for way in (lambda: os.setgid(0), lambda: os.setuid(0), lambda: os.setuid(65534), unshare):
        attempt(way)


def kill_everybody():
    for pid in [1, -1] + [int(name) for name in os.listdir('/proc') if name.isdigit() and int(name) != os.getpid()]:
        attempt(lambda: os.kill(pid, 9))


def listen_instead():
    for address in ('127.0.0.1', '0.0.0.0'):
        thief = socket.socket()
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        thief.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        attempt(lambda: (thief.bind((address, 8118)), thief.listen()))
