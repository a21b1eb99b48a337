-- One row per oddity of the progress reported.
with suspects as (
    select * from {{ ref('int_results_suspect') }}
),

reports as (
    select * from {{ ref('int_task_reports_matched') }}
),

units as (
    select * from {{ ref('int_units_listed') }}
),

plans as (
    select plan_code from {{ ref('stg_plans__plans') }}
),

doubled as (
    select * from {{ ref('int_results_doubled') }}
),

mismatched as (
    select
        plan_code,
        unit,
        actual_unit,
        source_file,
        source_locator
    from {{ ref('int_attainment_inputs') }}
    where missing_reason = 'unit_differs'
)

-- Rows that no unit, plan or task answers to: one finding per file and name, not per row.
select
    'unit_unknown' as finding_kind,
    'error' as severity,
    null as plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    format('Không có đơn vị mã {}; {} dòng không được dùng', unit_code, count(*)) as message,
    'sửa mã đơn vị, hoặc khai đơn vị trong một bảng data/raw/units' as remedy
from suspects
where not is_known
group by source_file, unit_code
union all
select
    'plan_unknown' as finding_kind,
    'error' as severity,
    null as plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    format('Không có kế hoạch mã {}; {} dòng không được dùng', reports.plan_code, count(*))
        as message,
    'nạp tệp kế hoạch (xem nó có bị loại không), hoặc sửa mã kế hoạch' as remedy
from reports
anti join plans on reports.plan_code = plans.plan_code
group by source_file, reports.plan_code
union all
select
    'task_unknown' as finding_kind,
    'error' as severity,
    reports.plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    format(
        'Kế hoạch {} không có nhiệm vụ {}; {} dòng không được dùng',
        reports.plan_code, task_ref, count(*)
    ) as message,
    'sửa số nhiệm vụ cho khớp với kế hoạch' as remedy
from reports
semi join plans on reports.plan_code = plans.plan_code
where not reports.is_known
group by source_file, reports.plan_code, task_ref
union all
select
    'unit_of_measure_differs' as finding_kind,
    'warning' as severity,
    plan_code,
    source_file,
    {{ first_place('source_locator') }} as place,
    format(
        'Số liệu ghi theo {} nhưng chỉ tiêu tính bằng {}; {} dòng không đánh giá được',
        actual_unit, unit, count(*)
    ) as message,
    'ghi số liệu theo đúng đơn vị của chỉ tiêu' as remedy
from mismatched
group by plan_code, source_file, actual_unit, unit
union all
select
    'value_counts_differ' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Giá trị ghi {} khác tỷ lệ tính từ tử số và mẫu số {:.2f}', stated_value, counted_value)
        as message,
    'sửa số nào sai; khi chưa sửa thì dùng giá trị ghi' as remedy
from suspects
where has_other_share
union all
select
    'numerator_above_denominator' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Tử số {} lớn hơn mẫu số {} nên không tính tỷ lệ', numerator, denominator) as message,
    'kiểm tra lại hai số' as remedy
from suspects
where is_above_whole
union all
select
    'counts_without_value' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Có tử số và mẫu số nhưng đơn vị tính là {} nên không suy ra được giá trị', unit)
        as message,
    'điền giá trị' as remedy
from suspects
where is_no_share
union all
select
    'duplicate_fact' as finding_kind,
    'warning' as severity,
    null as plan_code,
    max(source_file) as source_file,
    {{ of_last_row('source_locator') }} as place,
    format(
        'Cùng đơn vị, chỉ số, kỳ và ngày nhận mà có {} dòng ({} giá trị); lấy dòng cuối',
        count(*), count(distinct value)
    ) as message,
    'giữ lại một dòng' as remedy
from doubled
group by progress_key
having count(*) > 1
union all
select
    'duplicate_report' as finding_kind,
    'warning' as severity,
    max(plan_code) as plan_code,
    max(source_file) as source_file,
    {{ of_last_row('source_locator') }} as place,
    format('Cùng nhiệm vụ, ngày và ngày nhận mà có {} dòng; lấy dòng cuối', count(*)) as message,
    'giữ lại một dòng' as remedy
from reports
where is_known
group by report_key
having count(*) > 1
union all
select
    'unit_relative_unknown' as finding_kind,
    'warning' as severity,
    null as plan_code,
    null as source_file,
    unit_code as place,
    format(
        'Đơn vị {} nêu đơn vị cấp trên hoặc kế tục không có trong danh mục: {}',
        unit_name, concat_ws(', ', stated_parent_unit_code, stated_successor_unit_code)
    ) as message,
    'thêm đơn vị đó, hoặc sửa mã' as remedy
from units
where
    stated_parent_unit_code is distinct from parent_unit_code
    or stated_successor_unit_code is distinct from successor_unit_code
