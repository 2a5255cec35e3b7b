#!/usr/bin/env bash
# Looks for a Chromium for the browser tests; installs the distribution's package where it may (Debian, root).
set -uo pipefail

for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests (only this first time)"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  if apt-get update -qq >"$log" 2>&1 && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 5 "$log" >&2
  rm -f "$log"
fi

cat >&2 <<'END'
!!
!! There is no Chromium on this machine and it could not be installed: THE BROWSER TESTS CANNOT RUN.
!! Install it (Debian: apt-get install chromium) and start again.
!!
END
exit 0
