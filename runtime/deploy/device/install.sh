#!/usr/bin/env bash
# Installs the bundle it lies in. Run again at any time: it does what is left to do, and an older version is replaced in one step.
#   sudo ./install.sh                   the program in /opt/sdcom-edge, settings in /etc/sdcom-edge, a systemd service, udev rules
#   ./install.sh --prefix DIR           the program alone, anywhere, without root: DIR/current/sdcom runs it
# Options:
#   --root DIR          everything goes below DIR (an image, a test); nothing of this system is changed, no service is started
#   --no-service        no user, unit or rules
#   --dotnet ARCHIVE    brings the .NET runtime: aspnetcore-runtime-10.*-linux-{x64,arm64}.tar.gz, as downloaded
#   --build-shim        compiles the small library over OpenCV even where a ready one fits
#   --shim DIR          takes it from DIR, compiled elsewhere for the same system (an image, whose compiler stays behind)
set -euo pipefail
bundle=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
say() { printf 'sdcom: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

prefix='' root='' service=1 archive='' build_shim=0 shim=''
while (($#)); do
  case $1 in
    --prefix|--root|--dotnet|--shim) (($# > 1)) || { say "$1 needs a value."; exit 2; } ;;&
    --prefix) prefix=$2 service=0; shift 2 ;;
    --root) root=$2; shift 2 ;;
    --dotnet) archive=$2; shift 2 ;;
    --no-service) service=0; shift ;;
    --build-shim) build_shim=1; shift ;;
    --shim) shim=$2; shift 2 ;;
    -h|--help) sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) say "install.sh does not know '$1'; --help lists what there is."; exit 2 ;;
  esac
done
prefix=${prefix:-/opt/sdcom-edge}
[[ -z $shim || -f $shim/libsdcom_opencv.so ]] || die "--shim $shim: there is no libsdcom_opencv.so."
[[ -z $root || $root == /* ]] || root=$PWD/$root
[[ $prefix == /* ]] || prefix=$PWD/$prefix
config=/etc/sdcom-edge
((service && EUID != 0)) && [[ -z $root ]] && die "the service needs root: sudo $bundle/install.sh, or give --prefix DIR for the program alone."
(cd "$bundle" && sha256sum --check --quiet SHA256SUMS) >&2 || die "$bundle: the bundle is damaged (above: what differs); unpack it anew."
. "$bundle/bundle.conf"
case $(uname -m) in
  x86_64) platform=linux-x64 ;;
  aarch64) platform=linux-arm64 ;;
  *) die "this bundle runs on x86_64 and aarch64, this machine is $(uname -m)." ;;
esac

# --- what the system lacks ---------------------------------------------------------------------------------------------------
apt_install() { # apt_install REASON PACKAGE...
  local reason=$1; shift
  command -v apt-get >/dev/null || die "$reason: install the equivalents of $* with this system's package manager, then start again."
  [[ -z $root ]] || die "$reason: install $* in the system that runs this script, then start again."
  ((EUID == 0)) || die "$reason: ask somebody to run 'sudo apt-get install $*', then start again."
  say "$reason: installing $* ..."
  local log; log=$(mktemp)
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2; rm -f "$log"
    die "apt-get could not install $* (its last words are above)."
  fi
  rm -f "$log"
}

frameworks() { sed -n '/"name": "Microsoft\.[A-Za-z]*\.App"/{s/.*"\(Microsoft[^"]*\)".*/\1/p}' "$bundle/app/sdcom-host.runtimeconfig.json"; }

# The place of a dotnet that has every framework the program asks for, or nothing.
find_dotnet() {
  local dotnet framework
  for dotnet in "$root$prefix/dotnet/dotnet" "$(command -v dotnet || true)" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    [[ -x $dotnet ]] || continue
    for framework in $(frameworks); do
      [[ $'\n'$("$dotnet" --list-runtimes 2>/dev/null) == *$'\n'"$framework 10."* ]] || continue 2
    done
    echo "$dotnet"; return
  done
}

unpack_dotnet() {
  [[ -f $archive ]] || die "$archive: no such file."
  local aside=$root$prefix/.dotnet.$$
  rm -rf "$root$prefix"/.dotnet.*; mkdir -p "$aside"
  tar -xzf "$archive" -C "$aside" || die "$archive: not a .NET runtime archive (tar could not read it)."
  [[ -x $aside/dotnet ]] || die "$archive: not a .NET runtime archive (there is no dotnet in it)."
  rm -rf "$root$prefix/dotnet"; mv "$aside" "$root$prefix/dotnet"
}

require_dotnet() {
  [[ -z $archive ]] || unpack_dotnet
  [[ -z $(find_dotnet) ]] || return 0
  local arch=${platform#linux-}
  say "the .NET 10 runtime is missing ($(frameworks | tr '\n' ' ')). Any one of these brings it:"
  say "  - a package: 'apt-get install aspnetcore-runtime-10.0' where the system or Microsoft's feed has it (https://learn.microsoft.com/dotnet/core/install/linux)"
  say "  - Microsoft's script: curl -sSL https://dot.net/v1/dotnet-install.sh | sudo bash -s -- --channel 10.0 --runtime aspnetcore --install-dir /usr/share/dotnet"
  say "  - offline: download aspnetcore-runtime-10.0.*-linux-$arch.tar.gz (https://dotnet.microsoft.com/download/dotnet/10.0) and give it with --dotnet FILE"
  exit 1
}

missing() { ldd "$@" 2>&1 | sed -nE 's/^\s*(\S+) => not found.*/\1/p; s/.*(version .* not found).*/\1/p' | sort -u; }

# Debian names a library's package after its soname: libopencv_core.so.406 is in libopencv-core406, or libopencv-core406t64 on newer systems.
package_of() {
  local name; name=$(sed -E 's/^libopencv_([a-z0-9]+)\.so\.([0-9.a-z]+)$/libopencv-\1\2/' <<<"$1")
  if known "${name}t64"; then echo "${name}t64"; elif known "$name"; then echo "$name"; fi
}
known() { [[ $(apt-cache policy "$1" 2>/dev/null) == *"Candidate: "[^\(]* ]]; } # no pipe into grep -q: it would be cut short, which pipefail calls a failure

# The ready shim fits when its OpenCV is installed or can be; any other OpenCV 4 gets a shim compiled for it.
provide_shim() { # provide_shim FOLDER
  local from=${shim:-$bundle/native/$platform} wanted=() library
  local ready=$from/libsdcom_opencv.so
  if [[ -f $ready && $build_shim == 0 ]]; then
    # Refreshed lists first: a fresh image has none.
    [[ -z $(missing "$ready") ]] || { ((EUID == 0)) && [[ -z $root ]] && apt-get update -qq >/dev/null 2>&1 || true; }
    for library in $(missing "$ready"); do
      [[ $library != libopencv_* ]] || wanted+=($(package_of "$library"))
    done
    ((${#wanted[@]} == 0)) || apt_install "OpenCV reads cameras and video files" "${wanted[@]}"
    if [[ -z $(missing "$ready") ]]; then
      cp "$from"/libsdcom_opencv*.so "$1/"
      return
    fi
  fi
  build_shim "$1"
}

build_shim() {
  local needed=() module
  for module in core imgproc imgcodecs videoio highgui; do
    [[ -f /usr/include/opencv4/opencv2/$module.hpp || -f /usr/local/include/opencv4/opencv2/$module.hpp ]] || needed+=("libopencv-$module-dev")
  done
  command -v c++ >/dev/null || needed+=(g++)
  command -v cmake >/dev/null || needed+=(cmake)
  command -v make >/dev/null || needed+=(make)
  ((${#needed[@]} == 0)) || apt_install "the small library over this system's OpenCV is compiled here" "${needed[@]}"
  local include=/usr/include/opencv4 log=$1/.shim.log
  [[ -d $include/opencv2 ]] || include=/usr/local/include/opencv4
  say "compiling the library over OpenCV (a minute) ..."
  if ! { cmake -S "$bundle/shim" -B "$1/.shim" -DCMAKE_BUILD_TYPE=Release "-DOPENCV_INCLUDE=$include" && cmake --build "$1/.shim" --parallel 2; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    die "the library over OpenCV did not compile (above); OpenCV 4 with its headers is needed."
  fi
  cp "$1"/.shim/libsdcom_opencv*.so "$1/"
  rm -rf "$1/.shim" "$log"
}

# --- the program: aside, tried, then in place by one rename ----------------------------------------------------------------
install_program() {
  local id aside
  id=$(sha256sum "$bundle/SHA256SUMS" | cut -c1-12)
  aside=$root$prefix/versions/.$id.installing
  if [[ ! -d $root$prefix/versions/$id ]] || ((build_shim)); then
    rm -rf "$root$prefix"/versions/.*.installing
    mkdir -p "$aside"
    trap 'rm -rf "$aside"' EXIT
    cp -r "$bundle"/{app,models,device-profiles,licenses,bundle.conf,README.md,sdcom,sdcom.schema.json,uninstall.sh,70-sdcom-edge.rules} "$aside/"
    cp "$bundle/native/$platform/libonnxruntime.so" "$aside/app/"
    provide_shim "$aside/app"
    local lacking; lacking=$(missing "$aside/app/libonnxruntime.so" "$aside/app/libsdcom_opencv.so")
    [[ -z $lacking ]] || die "the libraries still lack: $lacking"
    "$(find_dotnet)" "$aside/app/sdcom-host.dll" --version >/dev/null || die "the program does not start (above); nothing was changed."
    rm -rf "$root$prefix/versions/$id"
    mv "$aside" "$root$prefix/versions/$id"
    trap - EXIT
  fi
  local previous; previous=$(readlink "$root$prefix/current" || true)
  ln -sfn "versions/$id" "$root$prefix/.current.new"
  mv -T "$root$prefix/.current.new" "$root$prefix/current"
  # The version before stays for going back; older ones go.
  local version
  for version in "$root$prefix"/versions/*/; do
    version=versions/$(basename "$version")
    [[ $version == "versions/$id" || $version == "$previous" ]] || rm -rf "${root:-}$prefix/$version"
  done
}

# --- the service -----------------------------------------------------------------------------------------------------------
install_settings() {
  mkdir -p "$root$config"
  [[ -e $root$config/profile.json ]] || cp "$bundle/device-profiles/$device.json" "$root$config/profile.json"
  [[ -e $root$config/sdcom.json ]] || cat >"$root$config/sdcom.json" <<SETTINGS
{
  "\$schema": "$prefix/current/sdcom.schema.json",
  "formatVersion": 1,
  "model": "$prefix/current/models/$model",
  "profile": "$config/profile.json",
  "sources": ["/dev/video0"],
  "outputs": ["console", "jsonl:/var/lib/sdcom-edge/events.jsonl,on=ended"],
  "dashboard": { "urls": "http://127.0.0.1:8080" }
}
SETTINGS
  [[ -e $root$config/sdcom.env ]] || cat >"$root$config/sdcom.env" <<'SECRETS'
# Variables for the service: secrets that sdcom.json names as ${NAME} or password-env=NAME, and SDCOM__ ones that win over it.
SECRETS
  chmod 0640 "$root$config/sdcom.env"
}

install_service() {
  local groups=(video render dialout gpio i2c) group
  if [[ -z $root ]]; then
    for group in "${groups[@]}"; do getent group "$group" >/dev/null || groupadd --system "$group"; done
    getent passwd sdcom >/dev/null || useradd --system --user-group --no-create-home --home-dir /var/lib/sdcom-edge --shell /usr/sbin/nologin sdcom
    chgrp sdcom "$config/sdcom.env"
  fi
  local units=$root/etc/systemd/system rules=$root/etc/udev/rules.d
  mkdir -p "$units" "$rules"
  sed -e "s|@CURRENT@|$prefix/current|g" -e "s|@CONFIG@|$config|g" -e "s|@GROUPS@|${groups[*]}|" "$bundle/sdcom-edge.service" >"$units/.sdcom-edge.service.new"
  mv "$units/.sdcom-edge.service.new" "$units/sdcom-edge.service"
  cp "$bundle/70-sdcom-edge.rules" "$rules/.70-sdcom-edge.rules.new"
  mv "$rules/.70-sdcom-edge.rules.new" "$rules/70-sdcom-edge.rules"
  [[ -z $root && -d /run/systemd/system ]] || { say "systemd does not run here; the unit lies in $units."; return 0; }
  udevadm control --reload 2>/dev/null && udevadm trigger 2>/dev/null || true
  systemctl daemon-reload
  systemctl enable sdcom-edge
  if systemctl is-active --quiet sdcom-edge; then systemctl restart sdcom-edge; fi
}

mkdir -p "$root$prefix/versions"
require_dotnet
install_program
if ((service)); then
  install_settings
  install_service
  say "installed. Say what to recognise in $config/sdcom.json, then: $prefix/current/sdcom config check $config/sdcom.json && systemctl start sdcom-edge"
else
  say "installed: $root$prefix/current/sdcom demo --fall-back --seconds 10" # on the CPU, too, where the profile asks for a GPU that is not set up yet
fi
