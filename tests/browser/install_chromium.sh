#!/bin/sh
# Browser tests use Debian's Chromium; a font with Vietnamese letters keeps screenshots honest.
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null && exit 0
fi
echo "Không có Chromium nên bỏ qua kiểm thử trình duyệt. Để chạy: sudo apt install chromium fonts-noto-core"
