#!/usr/bin/env bash
# Installs the servers of others that uploads are tested against: OpenSSH's sshd from Debian, moto's S3
# server from PyPI into SOHOA_JUDGES (default .cache/judges). None of them ships. May be run again and again.
set -uo pipefail
cd "$(dirname "$0")/../.."
home="${SOHOA_JUDGES:-$PWD/.cache/judges}/servers"
mkdir -p "$home"
missing=()
sudo=(); [ "$(id -u)" -eq 0 ] || sudo=(sudo)

if ! [ -x /usr/sbin/sshd ]; then
  "${sudo[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq openssh-server >/dev/null
  [ -x /usr/sbin/sshd ] || missing+=("sshd")
fi

if ! [ -x "$home/python/bin/moto_server" ]; then
  rm -rf "$home/python"
  python3 -m venv "$home/python" 2>/dev/null ||
    { rm -rf "$home/python"; "${sudo[@]}" apt-get update -qq && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq python3-venv >/dev/null && python3 -m venv "$home/python"; }
  "$home/python/bin/python" -m pip install -q --disable-pip-version-check 'moto[s3,server]==5.2.1' || missing+=("moto")
fi

if [ "${#missing[@]}" -gt 0 ]; then
  echo "servers that could not be had: ${missing[*]}" >&2
  exit 1
fi
echo "servers: sshd, moto in $home"
