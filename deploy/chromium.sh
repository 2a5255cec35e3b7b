#!/usr/bin/env bash
# Looks for a Chromium for the browser tests; installs the distribution's package where it may (Debian, root): the one without
# windows, which costs half the processor.
set -uo pipefail

for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests (only this first time)"
  log=$(mktemp)
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >"$log" 2>&1
  for package in chromium-headless-shell chromium; do
    if apt-get install -y -qq --no-install-recommends "$package" fonts-dejavu-core >>"$log" 2>&1; then
      rm -f "$log"
      exit 0
    fi
  done
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
