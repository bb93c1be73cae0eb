# Sourced by the other scripts: a virtual environment in the tree with the pinned requirements.
# A stamp holds the digest of what was installed, so that a second call starts at once.

python_is_new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  for candidate in ${LIMEN_PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && python_is_new_enough "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

is_root_on_debian() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1
}

apt_install() {
  echo "Installing $* ..." >&2
  apt-get update -qq >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

require_python() {
  python=$(find_python || true)
  if [ -n "$python" ] && "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    return 0
  fi
  if is_root_on_debian; then
    apt_install python3 python3-venv
    python=$(find_python || true)
    [ -n "$python" ] && return 0
  fi
  echo "Limen needs Python 3.11 or newer with venv: install the packages python3 and python3-venv." >&2
  exit 1
}

# setup_venv main|dev
setup_venv() {
  stamp=.venv/.installed-$1
  wanted=$(cat "requirements/$1.txt" pyproject.toml | sha256sum)
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    return 0
  fi
  if [ "$1" = main ] && [ -f .venv/.installed-dev ] &&
     [ "$(cat .venv/.installed-dev)" = "$(cat requirements/dev.txt pyproject.toml | sha256sum)" ]; then
    return 0
  fi
  require_python
  [ -x .venv/bin/python ] || "$python" -m venv .venv
  echo "Installing the pinned requirements ($1) into .venv ..." >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$1.txt"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
  echo "$wanted" > "$stamp"
}
