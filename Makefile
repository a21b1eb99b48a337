# Every target below works on a machine that has Python 3.11+, make and git.
# The first call makes .venv from the locked, hashed requirements; nothing is fetched afterwards.

PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
# A virtual environment of its own: whoever has no cluster needs nothing of it.
SPARK_VENV := .venv-spark
# dbt and Streamlit must never report usage, whoever starts them.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev setup-spark test-spark run demo build dashboard test check lint format bench soak sbom accuracy docs images statements lock clean

help: ## Liệt kê các lệnh (list the targets)
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/uv: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cần Python 3.11 trở lên: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { test "$$(id -u)" = 0 && apt-get update -qq && apt-get install -y -qq python3-venv; } || \
	  { echo "Thiếu mô-đun venv của Python. Hãy chạy: sudo apt install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@awk '/^[a-z]/{wanted=/^uv==/} wanted' requirements.lock > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.txt
	@touch $@

$(VENV)/.installed: $(BIN)/uv requirements.lock pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.installed ## Tạo .venv để chạy chương trình
setup-dev: $(VENV)/.installed-dev ## Tạo .venv có thêm công cụ kiểm thử

$(SPARK_VENV)/.installed: $(BIN)/uv requirements-spark.lock pyproject.toml
	@test -x $(SPARK_VENV)/bin/python || $(PYTHON) -m venv $(SPARK_VENV)
	@$(BIN)/uv pip install --quiet --python $(SPARK_VENV)/bin/python --require-hashes -r requirements-spark.lock
	@$(BIN)/uv pip install --quiet --python $(SPARK_VENV)/bin/python --no-deps --no-build-isolation --no-index --editable .
	@touch $@

setup-spark: $(SPARK_VENV)/.installed ## Tạo .venv-spark để dựng các bảng bằng Spark hoặc Sail (docs/scale.md)

test-spark: setup-spark ## So mọi bảng của DuckDB với của Sail
	@$(SPARK_VENV)/bin/python -m pytest -q -W default --confcutdir tests/spark tests/spark

run: setup build dashboard ## Cài đặt, dựng dữ liệu và mở bảng điều khiển trên trình duyệt

demo: setup ## Dựng và mở bản trình diễn có thêm số liệu mô phỏng
	@$(BIN)/cchc sample --demo --out data/marts/demo/raw
	@$(BIN)/cchc build --raw data/marts/demo/raw --marts data/marts/demo
	@$(BIN)/cchc dashboard --raw data/marts/demo/raw --marts data/marts/demo --port $(PORT)

build: setup ## Dựng lại kho dữ liệu từ data/raw (cchc build)
	@$(BIN)/cchc build

dashboard: setup ## Mở bảng điều khiển (PORT=8501)
	@$(BIN)/cchc dashboard --port $(PORT)

test: setup-dev lint ## Chạy mọi kiểm thử, gồm cả trình duyệt
	@sh tests/install_packages.sh
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: lint ## Trong lúc viết mã: lint và các kiểm thử nhanh (dưới một phút)
	@$(BIN)/python -m pytest -q -n 2 -m "not slow and not browser" tests/unit

lint: setup-dev ## Kiểm tra Python (ruff, ty) và SQL (sqlfluff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/ty check --quiet
	@$(BIN)/sqlfluff lint --processes 2 models macros tests/dbt

format: setup-dev ## Định dạng lại mã Python và SQL
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/sqlfluff fix --quiet models tests/dbt

bench: setup-dev ## Đo tốc độ, in tỷ số so với mức sàn đo cùng lúc
	@$(BIN)/python -m tests.benchmarks $(BENCH)

soak: setup-dev ## Chạy lâu: 20 phiên và mỗi phút một bản dựng, 30 phút (SOAK="--minutes 5 --sessions 50")
	@$(BIN)/python -m tests.benchmarks.soak $(SOAK)

sbom: setup-dev ## Danh mục thành phần phần mềm (CycloneDX) và giấy phép, ghi vào target/
	@mkdir -p target
	@$(BIN)/python -m tests.bill_of_materials target

accuracy: setup-dev ## Độ chính xác và độ phủ khi đọc văn bản (V=1: nêu từng chỗ sai)
	@sh tests/install_packages.sh
	@$(BIN)/python -m tests.accuracy $(if $(V),-v)

docs: build ## Viết lại từ điển dữ liệu từ chú thích trong kho
	@$(BIN)/cchc tables --markdown > docs/data-dictionary.md

images: build setup-dev ## Chụp lại ảnh màn hình trong docs/images
	@sh tests/install_packages.sh
	@$(BIN)/python -m tests.browser.take_pictures docs/images

statements: setup-dev ## Ghi lại các câu lệnh của dbt sau khi sửa models, macros, seeds
	@$(BIN)/python -m tests.lock_statements

lock: setup ## Khóa lại phiên bản thư viện (cần mạng)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
	  --custom-compile-command "make lock" --extra spark -c requirements.lock pyproject.toml -o requirements-spark.lock

clean: ## Xóa .venv và mọi bản dựng
	@chmod -R u+w data/marts/builds data/marts/demo 2>/dev/null || true
	@rm -rf $(VENV) $(SPARK_VENV) target logs data/marts/builds data/marts/current data/marts/cache data/marts/dbt data/marts/demo
