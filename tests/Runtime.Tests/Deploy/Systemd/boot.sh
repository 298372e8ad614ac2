#!/bin/bash
# A device in a container: started by unshare in namespaces of its own, it installs a bundle on layers over /etc and /var/lib that vanish with it, and becomes systemd.
#   boot.sh SCRATCH BUNDLE
set -euo pipefail
scratch=$1 bundle=$2
mount --make-rprivate /
mount -t tmpfs tmpfs "$scratch"
for folder in etc var/lib; do
  mkdir -p "$scratch/$folder" "$scratch/$folder.work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=$scratch/$folder,workdir=$scratch/$folder.work" "/$folder"
done
mount -t tmpfs tmpfs /opt
mount -t tmpfs tmpfs /run
mount -t proc proc /proc
mkdir -p /run/lock /run/units /etc/sdcom-edge
cat >/etc/sdcom-edge/sdcom.json <<'SETTINGS'
{ "formatVersion": 1, "model": "/opt/sdcom-edge/current/models/small", "sources": ["synthetic:hover"], "threads": 1, "ledger": { "file": "/var/lib/sdcom-edge/ledger.jsonl" } }
SETTINGS
"$bundle/install.sh" >&2
# Nothing of the machine's own units starts here: the service, and empty stand-ins for what it is ordered behind.
for target in default sysinit basic shutdown multi-user network-online; do
  printf '[Unit]\nDefaultDependencies=no\n' >"/run/units/$target.target"
done
sed -e 's/^WatchdogSec=.*/WatchdogSec=10\nTimeoutAbortSec=3/' /etc/systemd/system/sdcom-edge.service >/run/units/sdcom-edge.service
export container=private SYSTEMD_UNIT_PATH=/run/units
exec /usr/lib/systemd/systemd --system --show-status=no --log-target=null
