#!/bin/sh
# Installs packages, as root, in a container that becomes a custom image:
#
#   install.sh RUNTIME PACKAGE...
#
# Beside it are environment.sh, to be sourced, and host-ca.crt, certificates to be trusted. It takes itself
# and these away when it is done, and then says "installed" on standard output; everything else goes to
# standard error. When its standard input ends, it ends, together with everything that it started.
set -eu

exec 3>&1 1>&2 4<&0
here=$(dirname "$0")
# shellcheck source=/dev/null
. "$here/environment.sh"
runtime=$1
shift

{ cat <&4 > /dev/null; kill -KILL -1; } &

umask 022
export NO_COLOR=1
cd /
if [ -s "$here/host-ca.crt" ]; then
    cat /etc/ssl/certs/ca-certificates.crt "$here/host-ca.crt" > "$here/all-ca.crt"
    export PIP_CERT="$here/all-ca.crt" NODE_EXTRA_CA_CERTS="$here/host-ca.crt" DENO_CERT="$here/host-ca.crt"
fi
install_packages() {
    case $runtime in
        python)
            pip install --break-system-packages --no-cache-dir --no-input --disable-pip-version-check \
                --root-user-action=ignore --progress-bar=off -- "$@"
            ;;
        node)
            npm install --global --no-audit --no-fund --no-update-notifier --loglevel=http -- "$@"
            # NODE_PATH is for require alone; import looks beside the program and in all directories above.
            ln -sfn /usr/local/lib/node_modules /node_modules
            rm -rf /root/.npm
            ;;
        bun)
            # Where NODE_PATH of every run points to.
            export BUN_INSTALL_GLOBAL_DIR=/usr/local/lib BUN_INSTALL_BIN=/usr/local/bin
            bun install --global --no-progress "$@"
            rm -rf /root/.bun
            ;;
        deno)
            # A run's own DENO_DIR is in /sandbox, which is empty at first: it gets a copy of what is here.
            export DENO_DIR=/usr/local/lib/isol8/deno
            for package; do
                deno cache "$package"
            done
            # Databases, which would have to be written.
            find "$DENO_DIR" -maxdepth 1 -type f -delete
            ;;
        bash)
            export DEBIAN_FRONTEND=noninteractive
            apt-get update
            apt-get install -y --no-install-recommends -- "$@"
            apt-get clean
            rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/*
            ;;
    esac
}

# Nothing that is installed gets hold of our own ways in and out.
install_packages "$@" < /dev/null 3>&- 4<&-

find / -xdev -type f -perm /6000 -exec chmod a-s '{}' +
rm -rf "$here" /tmp/* /var/tmp/*
echo installed >&3
wait
