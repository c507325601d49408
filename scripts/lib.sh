# shellcheck shell=sh
# What the scripts share: talking to people, and Debian packages. Sourced, never run.

# Everything for people goes to standard error: standard output may be a program's.
say() { printf '%s\n' "$*" >&2; }

# fail STATUS TEXT: says the text and ends the script.
fail() { status=$1; shift; say "$*"; exit "$status"; }

have() { command -v "$1" > /dev/null 2>&1; }

is_root() { [ "$(id -u)" = 0 ]; }

# Where logs go that outlive a script. Prints the path of a log with the given name.
log_file() {
    dir=/var/log/isol8
    if ! mkdir -p "$dir" 2> /dev/null || [ ! -w "$dir" ]; then dir=$(mktemp -d "${TMPDIR:-/tmp}/isol8-log.XXXXXX"); fi
    printf '%s/%s\n' "$dir" "$1"
}

# Ends the script unless this is a Debian or a descendant of it, such as Ubuntu.
need_debian() {
    if have apt-get && have dpkg-query && [ -r /etc/os-release ] \
        && grep -E -q '^(ID|ID_LIKE)="?([^"]* )?(debian|ubuntu)( [^"]*)?"?$' /etc/os-release; then
        return
    fi
    fail 1 "Packages can be installed on Debian and Ubuntu only, and this is neither. Install by hand: $*"
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]
}

# Prints those of the given packages that are not installed, on one line.
missing_packages() {
    missing=
    for package in "$@"; do is_installed "$package" || missing="$missing $package"; done
    printf '%s\n' "${missing# }"
}

# Prints the gVisor to use; there may be one that is too old beside it. One of before July 2024 cannot
# run ls of today's coreutils, among others.
find_gvisor() {
    for f in /usr/local/bin/runsc /usr/bin/runsc; do
        [ -x "$f" ] || continue
        date=$("$f" --version | sed -n 's/^runsc version [^0-9]*\(0\.0~\)\{0,1\}\([0-9]\{8\}\).*/\2/p')
        if [ "${date:-0}" -ge 20240729 ]; then printf '%s\n' "$f"; return; fi
    done
    return 1
}

can_get() { apt-cache show --no-all-versions "$1" > /dev/null 2>&1; }

# Reads apt's status lines and shows them: one changing line on a terminal, else a line per quarter.
# The last line, "end:STATUS", becomes the exit status.
show_progress() {
    shown=
    while IFS=: read -r kind item percent _; do
        case $kind in
            dlstatus) phase=downloading ;;
            pmstatus) phase=installing ;;
            end) [ -z "$shown" ] || [ ! -t 2 ] || printf '\r\033[K' >&2; return "$item" ;;
            *) continue ;;
        esac
        percent=${percent%%[.,]*}
        case $percent in '' | *[!0-9]*) continue ;; esac
        if [ -t 2 ]; then
            now="$phase $percent%"
            [ "$now" = "$shown" ] || printf '\r\033[K  %s' "$now" >&2
        else
            now="$phase $((percent / 25 * 25))%"
            [ "$now" = "$shown" ] || printf '  %s\n' "$now" >&2
        fi
        shown=$now
    done
    return 1
}

# run_apt LOG ARGUMENTS...: apt-get, never asking, waiting at most five minutes for another one to end.
run_apt() {
    log=$1; shift
    tries=0
    while :; do
        if {
            status=0
            DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -y \
                -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o APT::Status-Fd=3 \
                -o Dpkg::Options::=--force-confold "$@" \
                3>&1 > "$log" 2>&1 < /dev/null || status=$?
            printf 'end:%s\n' "$status"
        } | show_progress; then
            return 0
        fi
        # DPkg::Lock::Timeout does not cover the lock of the package lists.
        grep -q 'Could not get lock /var/lib/apt/lists' "$log" || return 1
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || return 1
        [ "$tries" -gt 1 ] || say "Waiting for another package manager to finish..."
        sleep 3
    done
}

# Fetches the package lists, once per script.
lists_fetched=
fetch_lists() {
    [ -z "$lists_fetched" ] || return 0
    log=$(log_file packages.log)
    say "Fetching the package lists..."
    run_apt "$log" update || fail 1 "apt-get update failed; see $log"
    lists_fetched=yes
}

# install_packages PACKAGES...: installs them; needs root. The lists are fetched only if they lack
# one of the packages or turn out to be out of date.
install_packages() {
    for package in "$@"; do can_get "$package" || { fetch_lists; break; }; done
    log=$(log_file packages.log)
    run_apt "$log" install --no-install-recommends "$@" && return
    if [ -z "$lists_fetched" ]; then
        fetch_lists
        run_apt "$log" install --no-install-recommends "$@" && return
    fi
    tail -n 15 "$log" >&2
    fail 1 "Installing $* failed; the whole log is $log"
}
