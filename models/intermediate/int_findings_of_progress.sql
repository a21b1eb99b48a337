-- One row per oddity of the progress reported.
with results as (
    select * from {{ ref('int_results_valued') }}
),

reports as (
    select * from {{ ref('int_task_reports_matched') }}
),

units as (
    select * from {{ ref('int_units_listed') }}
)

select
    'unit_unknown' as finding_kind,
    'error' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Không có đơn vị mã {}; dòng này không được dùng', unit_code) as message
from results
where not is_known
union all
select
    'task_unknown' as finding_kind,
    'error' as severity,
    plan_code,
    source_file,
    source_locator as place,
    format('Không có nhiệm vụ {} trong kế hoạch {}', task_ref, plan_code) as message
from reports
where not is_known
union all
select
    'value_counts_differ' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Giá trị ghi {} khác tỷ lệ tính từ tử số và mẫu số {:.2f}', stated_value, counted_value)
        as message
from results
where unit = '%' and abs(stated_value - counted_value) > 0.05
union all
select
    'numerator_above_denominator' as finding_kind,
    'warning' as severity,
    null as plan_code,
    source_file,
    source_locator as place,
    format('Tử số {} lớn hơn mẫu số {}', numerator, denominator) as message
from results
where numerator > denominator
union all
select
    'duplicate_fact' as finding_kind,
    'warning' as severity,
    null as plan_code,
    max(source_file) as source_file,
    max(source_locator) as place,
    format(
        'Cùng đơn vị, chỉ số, kỳ và ngày nhận mà có {} dòng ({} giá trị); lấy dòng cuối',
        count(*), count(distinct value)
    ) as message
from results
where is_known
group by progress_key
having count(*) > 1
union all
select
    'duplicate_report' as finding_kind,
    'warning' as severity,
    max(plan_code) as plan_code,
    max(source_file) as source_file,
    max(source_locator) as place,
    format('Cùng nhiệm vụ, ngày và ngày nhận mà có {} dòng; lấy dòng cuối', count(*)) as message
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
    ) as message
from units
where
    stated_parent_unit_code is distinct from parent_unit_code
    or stated_successor_unit_code is distinct from successor_unit_code
