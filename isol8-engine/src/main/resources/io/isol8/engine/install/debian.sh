# Unpacks Debian packages, and those that they need and that are missing, where the sandbox's user may write:
#
#   bash debian.sh PACKAGE...
#
# Nothing of theirs runs as it would when root installed them. What cannot work so is an error.
set -euo pipefail

here=$(dirname "$0")
local=/sandbox/.local
export DEBIAN_FRONTEND=noninteractive

hint() {
    echo "Bash packages are unpacked in the sandbox and not installed by root. For those that need more build an image:" \
        "isol8 build --base bash --install NAME --tag TAG" >&2
}
trap '[ $? -eq 0 ] || hint' EXIT

apt() {
    apt-get -qq -y \
        -o Dir::State::Lists="$here/lists" \
        -o Dir::Cache::Archives="$here/archives" \
        -o Dir::Cache::pkgcache= \
        -o Dir::Cache::srcpkgcache= \
        -o Dir::Log="$here/log" \
        -o Acquire::GzipIndexes=true \
        -o Acquire::Languages=none \
        -o APT::Sandbox::User= \
        -o APT::Update::Error-Mode=any \
        -o Debug::NoLocking=true \
        "$@"
}

mkdir -p "$here/lists/partial" "$here/archives/partial" "$here/log" "$local"
apt update >&2
apt install --no-install-recommends --download-only -- "$@" >&2

shopt -s nullglob
for package in "$here"/archives/*.deb; do
    dpkg-deb --extract "$package" "$local"
done

# Programs that lack a library, or that only a script of the package would have put in place.
export LD_LIBRARY_PATH="$local/usr/\$LIB:$local/usr/lib"
failed=0
for program in "$local"/usr/bin/* "$local"/usr/games/*; do
    if [ ! -e "$program" ]; then
        echo "$(basename "$program") leads to $(readlink "$program"), which does not exist." >&2
        failed=1
    elif missing=$(ldd "$program" 2> /dev/null | sed -n 's/^\s*\(\S*\) => not found.*/\1/p') && [ -n "$missing" ]; then
        echo "$(basename "$program") lacks" $missing >&2
        failed=1
    fi
done
exit $failed
