# Sourced by the other scripts, from the root of the tree: what they need to be there.
# A virtual environment in the tree with the pinned requirements; as root on Debian or Ubuntu also packages.

# quietly LOG COMMAND...: the output goes to the file LOG, and is shown only if the command fails.
quietly() {
  log=$1
  shift
  "$@" > "$log" 2>&1 && return 0
  status=$?
  cat "$log" >&2
  return $status
}

is_root_on_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null 2>&1
}

# apt_install PACKAGE...: installs, and lets no package start its service: the tests start their own.
apt_install() (
  echo "Installing $* ..." >&2
  policy=/usr/sbin/policy-rc.d
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  trap 'exit 130' INT TERM
  if [ ! -e "$policy" ]; then
    trap 'rm -rf "$scratch" "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
  fi
  export RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive
  quietly "$scratch/log" apt-get -o DPkg::Lock::Timeout=300 update -qq < /dev/null &&
    quietly "$scratch/log" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@" \
      < /dev/null
)

# Prints the first Python that is new enough and can make virtual environments.
find_python() {
  for candidate in ${LIMEN_PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

require_python() {
  python=$(find_python) && return 0
  if is_root_on_debian && apt_install python3 python3-venv; then
    python=$(find_python) && return 0
  fi
  echo "Limen needs Python 3.11 or newer with venv: install the packages python3 and python3-venv." >&2
  exit 1
}

# setup_venv main|dev: a stamp holds the checksum of what was installed, so a second call returns at once.
# The set dev holds all of main.
setup_venv() {
  for set in dev "$1"; do
    wanted=$(cat "requirements/$set.txt" pyproject.toml | cksum)
    [ "$(cat ".venv/.installed-$set" 2> /dev/null)" = "$wanted" ] && return 0
  done
  if ! .venv/bin/python -m pip --version > /dev/null 2>&1; then
    require_python
    "$python" -m venv --clear .venv || exit 1
  fi
  echo "Installing the pinned requirements ($1) into .venv ..." >&2
  pip_install --require-hashes -r "requirements/$1.txt"
  pip_install --no-build-isolation --no-deps -e .
  echo "$wanted" > ".venv/.installed-$1"
}

pip_install() {
  quietly .venv/pip.log .venv/bin/python -m pip install --disable-pip-version-check "$@" < /dev/null || exit 1
}
