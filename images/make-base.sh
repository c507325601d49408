#!/bin/sh
# Writes a small Debian root file system as a tar archive on standard output.
#
#   make-base.sh SUITE > base.tar          (SUITE: trixie, for example)
#
# For hosts whose Docker engine has no image registry to pull debian:SUITE-slim from. The packages
# come from Debian's archive, over mmdebstrap's own default mirror or the host's proxy settings,
# and their signatures are checked. Progress goes to standard error.
# Exit status: 0 written, 1 failed, 2 wrong call, 3 mmdebstrap or Debian's keys are missing.
set -eu

keys=/usr/share/keyrings/debian-archive-keyring

say() { printf '%s\n' "$*" >&2; }
ready() { command -v mmdebstrap > /dev/null 2>&1 && { [ -s "$keys.gpg" ] || [ -s "$keys.pgp" ]; }; }

case "$#:${1-}" in
    1:[a-z]*) suite=$1 ;;
    *) say "usage: make-base.sh SUITE > base.tar"; exit 2 ;;
esac
if [ -t 1 ]; then
    say "make-base.sh writes a tar archive: send standard output to a file or to docker import"
    exit 2
fi

if ! ready && [ -n "${ISOL8_HOME:-}" ] && [ -x "$ISOL8_HOME/scripts/ensure" ]; then
    # Its output is for people and must not get into the archive.
    "$ISOL8_HOME/scripts/ensure" base >&2 || exit 3
fi
if ! ready; then
    say "A base image has to be made and two packages are missing. Install them with:"
    say "  apt-get install mmdebstrap debian-archive-keyring"
    exit 3
fi

keyring=$keys.gpg
[ -s "$keyring" ] || keyring=$keys.pgp

# A directory of its own, so that nothing is left behind when this is interrupted.
work=$(mktemp -d "${TMPDIR:-/tmp}/isol8-base.XXXXXX")
child=
clean() { [ -z "$child" ] || kill "$child" 2> /dev/null || :; rm -rf "$work"; }
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Root makes it directly; anybody else in a user namespace, if the host allows that.
mode=root
[ "$(id -u)" = 0 ] || mode=unshare

say "Making a Debian $suite base (mmdebstrap, some 15 seconds)..."
# shellcheck disable=SC2016 # the hooks expand their own "$1"
mmdebstrap \
    --mode="$mode" \
    --variant=minbase \
    --format=tar \
    --keyring="$keyring" \
    --aptopt='Acquire::Languages "none"' \
    --aptopt='Acquire::Retries "3"' \
    --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/lintian/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='rm -rf "$1"/var/cache/apt/* "$1"/var/cache/debconf/*-old "$1"/var/lib/apt/lists/* "$1"/var/log/*' \
    --customize-hook='rm -f "$1"/etc/hostname "$1"/etc/resolv.conf "$1"/etc/machine-id' \
    "$suite" - > "$work/base.tar" &
child=$!
wait "$child" || { child=; say "mmdebstrap failed"; exit 1; }
child=
cat "$work/base.tar"
say "Made the base."
