#!/usr/bin/env bash
# Installs the servers of others that uploads are tested against: OpenSSH's sshd from Debian, moto's S3
# server from PyPI into SOHOA_JUDGES (default .cache/judges). None of them ships. May be run again and again.
set -uo pipefail
cd "$(dirname "$0")/../.."
. .ci/judges/common.sh
home="$judges/servers"
mkdir -p "$home"

[ -x /usr/sbin/sshd ] || apt_get openssh-server || missing+=("sshd")
if ! [ -x "$home/python/bin/moto_server" ]; then
  python_in "$home/python"
  pip_install 'moto[s3,server]==5.2.1' || missing+=("moto")
fi

finish servers "sshd, moto in $home"
