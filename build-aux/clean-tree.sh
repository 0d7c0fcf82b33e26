#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# clean-tree.sh [COMMAND…]: proves the set-up. Runs COMMAND (./dev test without one) in a fresh clone of this checkout's
# last commit, inside a Debian tree that holds nothing but the base system: no compiler, no git, no display, no locale.
#
#   SUITE=trixie   another release of Debian (default: bookworm)     SOURCES=FILE   lines of sources.list instead of
#   CLEAN=FOLDER   where the tree is made; it is kept (default:                     deb.debian.org
#                  a new folder below /var/tmp, removed at the end)
#
# Needs root (mounts, chroot) and mmdebstrap. A tree kept with CLEAN= is used again by the next run, with a new clone.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

die () { printf 'clean-tree: %s\n' "$*" >&2; exit 1; }
say () { printf '\033[1m[%4d s] %s\033[0m\n' "$SECONDS" "$*" >&2; }

[ "$(id -u)" = 0 ] || die "only root may mount and chroot"
command -v mmdebstrap >/dev/null || die "mmdebstrap is missing (apt-get install mmdebstrap)"
suite=${SUITE:-bookworm}
tree=${CLEAN:-}
if [ -z "$tree" ]; then
  tree=$(mktemp -d /var/tmp/yingbin-clean.XXXXXX)
  # Nothing is mounted there in our own view: the mounts below live and die in a namespace of their own.
  trap 'rm -rf --one-file-system "$tree"' EXIT
fi

if [ ! -e "$tree/etc/debian_version" ]; then
  say "A base system ($suite) in $tree"
  mkdir -p "$tree"
  mmdebstrap --quiet --variant=minbase "$suite" "$tree" ${SOURCES:+"$SOURCES"}
fi
say "$(chroot "$tree" dpkg-query -W -f '.' | wc -c) packages in the tree; a clone of $(git rev-parse --short HEAD)"
rm -rf "$tree/root/yingbin"
git clone --quiet --no-hardlinks . "$tree/root/yingbin"

# What the machine knows about the network: names, and how packages are fetched here (a proxy, say).
cp -L /etc/resolv.conf "$tree/etc/resolv.conf"
cp -L /etc/hosts "$tree/etc/hosts"
for setting in /etc/apt/apt.conf.d/*proxy* /etc/apt/apt.conf.d/99*; do
  [ ! -f "$setting" ] || cp "$setting" "$tree/etc/apt/apt.conf.d/"
done

[ $# -gt 0 ] || set -- ./dev test
say "$*"
status=0
unshare --mount --pid --ipc --uts --fork --kill-child --propagation private bash -euc '
  tree=$1; shift
  mount --bind "$tree" "$tree"
  mount -t proc proc "$tree/proc"
  mount --rbind /sys "$tree/sys"
  mount -t tmpfs -o mode=755 dev "$tree/dev"
  for node in null zero full random urandom tty; do
    touch "$tree/dev/$node"
    mount --bind "/dev/$node" "$tree/dev/$node"
  done
  mkdir "$tree/dev/pts" "$tree/dev/shm"
  mount -t devpts -o newinstance,ptmxmode=0666 devpts "$tree/dev/pts"
  ln -s pts/ptmx "$tree/dev/ptmx"
  ln -s /proc/self/fd "$tree/dev/fd"
  mount -t tmpfs -o mode=1777 shm "$tree/dev/shm"
  # Not chroot: from within that nobody may make name spaces, as a test of the store does.
  cd "$tree"
  pivot_root . .
  umount -l .
  exec /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb CI=true \
    bash -c "cd /root/yingbin && exec \"\$@\"" sh "$@"
' sh "$tree" "$@" </dev/null || status=$?
say "ended with status $status"
exit "$status"
