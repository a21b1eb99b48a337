#!/bin/sh
# Browser tests use Debian's Chromium; a font with Vietnamese letters keeps screenshots honest,
# the driver that steers the browser needs libatomic, which a bare Debian lacks, and scans are
# read by tesseract with its Vietnamese model.
packages="chromium fonts-noto-core libatomic1 tesseract-ocr tesseract-ocr-vie"
# dpkg -s also succeeds for a removed package, so ask for the state itself.
missing=0
for package in $packages; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing=1
done
[ $missing = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  # shellcheck disable=SC2086
  apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages >/dev/null && exit 0
fi
echo "Thiếu gói nên một số kiểm thử được bỏ qua. Để chạy đủ: sudo apt install $packages"
