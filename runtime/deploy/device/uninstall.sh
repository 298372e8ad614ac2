#!/usr/bin/env bash
# Removes what install.sh installed: sudo /opt/sdcom-edge/current/uninstall.sh
#   --prefix DIR   where the program was installed (/opt/sdcom-edge)     --root DIR   as for install.sh
#   --purge        settings, what the service wrote and its user, too
set -euo pipefail
say() { printf 'sdcom: %s\n' "$*" >&2; }
prefix=/opt/sdcom-edge root='' purge=0 service=1
while (($#)); do
  case $1 in
    --prefix|--root) (($# > 1)) || { say "$1 needs a value."; exit 2; } ;;&
    --prefix) prefix=$2 service=0; shift 2 ;;
    --root) root=$2; shift 2 ;;
    --purge) purge=1; shift ;;
    *) say "uninstall.sh does not know '$1' (--prefix DIR, --root DIR, --purge)."; exit 2 ;;
  esac
done
[[ $prefix == /* ]] || prefix=$PWD/$prefix
if ((service && EUID != 0)) && [[ -z $root ]]; then say "the service needs root: sudo $0"; exit 1; fi
# Only a folder that install.sh made is removed.
[[ -d $root$prefix/versions ]] || { say "$root$prefix: SdCom.Edge is not installed there."; exit 1; }

if ((service)); then
  if [[ -z $root && -d /run/systemd/system ]]; then systemctl disable --now sdcom-edge 2>/dev/null || true; fi
  rm -f "$root/etc/systemd/system/sdcom-edge.service" "$root/etc/udev/rules.d/70-sdcom-edge.rules"
  if [[ -z $root && -d /run/systemd/system ]]; then systemctl daemon-reload; udevadm control --reload 2>/dev/null || true; fi
fi
rm -rf "$root$prefix/current" "$root$prefix/versions" "$root$prefix/dotnet"
rmdir "$root$prefix" 2>/dev/null || say "$root$prefix holds other files and stays."
if ((purge && service)); then
  rm -rf "$root/etc/sdcom-edge" "$root/var/lib/sdcom-edge"
  if [[ -z $root ]] && getent passwd sdcom >/dev/null; then userdel sdcom; fi
fi
say "removed."
