# Sourced by the installers beside it. Sets `judges` (SOHOA_JUDGES, or .cache/judges, never shipped), collects in
# `missing` the names of what could not be had, and knows how to get Debian packages and a Python of one's own.
judges="${SOHOA_JUDGES:-$PWD/.cache/judges}"
missing=()
sudo=(); [ "$(id -u)" -eq 0 ] || sudo=(sudo)
updated=

# apt_get PACKAGE…: installs, with the lists fetched once.
apt_get() {
  command -v apt-get >/dev/null || return 1
  [ -n "$updated" ] || "${sudo[@]}" apt-get update -qq || return 1
  updated=yes
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq "$@" >/dev/null
}

# apt_install COMMAND PACKAGE…: installs the packages when the command is not there.
apt_install() {
  local command="$1"; shift
  command -v "$command" >/dev/null || { apt_get "$@" && command -v "$command" >/dev/null; }
}

# python_in FOLDER: a virtual environment there; `python` is its interpreter.
python_in() {
  python="$1/bin/python"
  [ -x "$python" ] && return 0
  rm -rf "$1"
  python3 -m venv "$1" 2>/dev/null || { rm -rf "$1"; apt_get python3-venv && python3 -m venv "$1"; }
}

pip_install() { "$python" -m pip install -q --disable-pip-version-check "$@"; }

# finish WHAT SAID: ends with 1 and the names of what is missing, or says what there is.
finish() {
  if [ "${#missing[@]}" -gt 0 ]; then
    echo "$1 that could not be had: ${missing[*]}" >&2
    exit 1
  fi
  echo "$1: $2"
}
