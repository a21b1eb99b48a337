{#- What engines do differently stands here under a name: `duckdb__` for the engine of an office,
    `spark__` for Spark and what speaks its language (Sail). Models call the name alone. -#}

{#- The rows that an aggregate counts. -#}
{% macro kept(condition) -%}
    {{ ' filter (where ' ~ condition ~ ')' if condition }}
{%- endmacro %}

{#- The value of a column in the row where `order_by` is greatest, of those that have one. -#}
{% macro latest_by(column, order_by, condition=none) -%}
    {{ return(adapter.dispatch('latest_by', 'cchc')(column, order_by, condition)) }}
{%- endmacro %}

{% macro duckdb__latest_by(column, order_by, condition=none) -%}
    arg_max({{ column }}, {{ order_by }}){{ kept(condition) }}
{%- endmacro %}

{% macro spark__latest_by(column, order_by, condition=none) -%}
    {#- max_by takes a null as it stands. #}
    max_by({{ column }}, {{ order_by }}) filter (
        where {{ column }} is not null{{ ' and (' ~ condition ~ ')' if condition }}
    )
{%- endmacro %}

{#- The value of a column in the row where `order_by` is least, of those that have one. -#}
{% macro first_by(column, order_by, condition=none) -%}
    {{ return(adapter.dispatch('first_by', 'cchc')(column, order_by, condition)) }}
{%- endmacro %}

{% macro duckdb__first_by(column, order_by, condition=none) -%}
    arg_min({{ column }}, {{ order_by }}){{ kept(condition) }}
{%- endmacro %}

{% macro spark__first_by(column, order_by, condition=none) -%}
    min_by({{ column }}, {{ order_by }}) filter (
        where {{ column }} is not null{{ ' and (' ~ condition ~ ')' if condition }}
    )
{%- endmacro %}

{#- As latest_by, for a column that may be null in the greatest row. -#}
{% macro latest_by_or_null(column, order_by) -%}
    {{ return(adapter.dispatch('latest_by_or_null', 'cchc')(column, order_by)) }}
{%- endmacro %}

{% macro duckdb__latest_by_or_null(column, order_by) -%}
    arg_max_null({{ column }}, {{ order_by }})
{%- endmacro %}

{% macro spark__latest_by_or_null(column, order_by) -%}
    max_by({{ column }}, {{ order_by }})
{%- endmacro %}

{#- Several values that are compared one after another. -#}
{% macro in_order(columns) -%}
    {{ return(adapter.dispatch('in_order', 'cchc')(columns)) }}
{%- endmacro %}

{% macro duckdb__in_order(columns) -%}
    row({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__in_order(columns) -%}
    {#- A null is the least there and the greatest here: whether there is none comes first. #}
    struct({% for c in columns %}{{ c }} is null, {{ c }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}

{#- Several columns of the row where the order columns are greatest, as one struct. -#}
{% macro latest_row(columns, order_columns, condition=none) -%}
    {{ return(adapter.dispatch('latest_row', 'cchc')(columns, order_columns, condition)) }}
{%- endmacro %}

{% macro duckdb__latest_row(columns, order_columns, condition=none) -%}
    arg_max(
        struct_pack({% for c in columns %}{{ c }} := {{ c }}{{ ", " if not loop.last }}{% endfor %}),
        {{ in_order(order_columns) }}
    ){{ kept(condition) }}
{%- endmacro %}

{% macro spark__latest_row(columns, order_columns, condition=none) -%}
    max_by(
        named_struct({% for c in columns %}'{{ c }}', {{ c }}{{ ", " if not loop.last }}{% endfor %}),
        {{ in_order(order_columns) }}
    ){{ kept(condition) }}
{%- endmacro %}

{#- As latest_row, of the row where the order columns are least. -#}
{% macro first_row(columns, order_columns, condition=none) -%}
    {{ return(adapter.dispatch('first_row', 'cchc')(columns, order_columns, condition)) }}
{%- endmacro %}

{% macro duckdb__first_row(columns, order_columns, condition=none) -%}
    arg_min(
        struct_pack({% for c in columns %}{{ c }} := {{ c }}{{ ", " if not loop.last }}{% endfor %}),
        {{ in_order(order_columns) }}
    ){{ kept(condition) }}
{%- endmacro %}

{% macro spark__first_row(columns, order_columns, condition=none) -%}
    min_by(
        named_struct({% for c in columns %}'{{ c }}', {{ c }}{{ ", " if not loop.last }}{% endfor %}),
        {{ in_order(order_columns) }}
    ){{ kept(condition) }}
{%- endmacro %}

{#- A field of a struct. -#}
{% macro field_of(struct, name) -%}
    {{ return(adapter.dispatch('field_of', 'cchc')(struct, name)) }}
{%- endmacro %}

{% macro duckdb__field_of(struct, name) -%}
    struct_extract({{ struct }}, '{{ name }}')
{%- endmacro %}

{% macro spark__field_of(struct, name) -%}
    {{ struct }}.{{ name }}
{%- endmacro %}

{#- A struct of expressions: name of a field -> expression. -#}
{% macro make_struct(fields) -%}
    {{ return(adapter.dispatch('make_struct', 'cchc')(fields)) }}
{%- endmacro %}

{% macro duckdb__make_struct(fields) -%}
    {%- set pairs = [] -%}
    {%- for name, value in fields.items() -%}
        {%- do pairs.append(name ~ ' := ' ~ value) -%}
    {%- endfor -%}
    struct_pack({{ pairs | join(', ') }})
{%- endmacro %}

{% macro spark__make_struct(fields) -%}
    {%- set pairs = [] -%}
    {%- for name, value in fields.items() -%}
        {%- do pairs.append("'" ~ name ~ "', " ~ value) -%}
    {%- endfor -%}
    named_struct({{ pairs | join(', ') }})
{%- endmacro %}

{#- A list of expressions. -#}
{% macro list_of(values) -%}
    {{ return(adapter.dispatch('list_of', 'cchc')(values)) }}
{%- endmacro %}

{% macro duckdb__list_of(values) -%}
    [{{ values | join(', ') }}]
{%- endmacro %}

{% macro spark__list_of(values) -%}
    array({{ values | join(', ') }})
{%- endmacro %}

{#- An item of a list, counted from 1; null beyond its end. -#}
{% macro list_item(list, number) -%}
    {{ return(adapter.dispatch('list_item', 'cchc')(list, number)) }}
{%- endmacro %}

{% macro duckdb__list_item(list, number) -%}
    {{ list }}[{{ number }}]
{%- endmacro %}

{% macro spark__list_item(list, number) -%}
    get({{ list }}, {{ number }} - 1)
{%- endmacro %}

{#- Those items of a list for which a condition holds; `item` names one in it. -#}
{% macro keep_items(list, item, condition) -%}
    {{ return(adapter.dispatch('keep_items', 'cchc')(list, item, condition)) }}
{%- endmacro %}

{% macro duckdb__keep_items(list, item, condition) -%}
    list_filter({{ list }}, lambda {{ item }} : {{ condition }})
{%- endmacro %}

{% macro spark__keep_items(list, item, condition) -%}
    filter({{ list }}, {{ item }} -> {{ condition }})
{%- endmacro %}

{#- What becomes of each item of a list. -#}
{% macro change_items(list, item, expression) -%}
    {{ return(adapter.dispatch('change_items', 'cchc')(list, item, expression)) }}
{%- endmacro %}

{% macro duckdb__change_items(list, item, expression) -%}
    list_transform({{ list }}, lambda {{ item }} : {{ expression }})
{%- endmacro %}

{% macro spark__change_items(list, item, expression) -%}
    transform({{ list }}, {{ item }} -> {{ expression }})
{%- endmacro %}

{#- The items of a list, each once and in order. -#}
{% macro sort_items(list) -%}
    {{ return(adapter.dispatch('sort_items', 'cchc')(list)) }}
{%- endmacro %}

{% macro duckdb__sort_items(list) -%}
    list_sort(list_distinct({{ list }}))
{%- endmacro %}

{% macro spark__sort_items(list) -%}
    array_sort(array_distinct({{ list }}))
{%- endmacro %}

{#- How many items a list has. -#}
{% macro count_items(list) -%}
    {{ return(adapter.dispatch('count_items', 'cchc')(list)) }}
{%- endmacro %}

{% macro duckdb__count_items(list) -%}
    len({{ list }})
{%- endmacro %}

{% macro spark__count_items(list) -%}
    size({{ list }})
{%- endmacro %}

{#- The items of a list as one text. -#}
{% macro join_items(list, between) -%}
    {{ return(adapter.dispatch('join_items', 'cchc')(list, between)) }}
{%- endmacro %}

{% macro duckdb__join_items(list, between) -%}
    array_to_string({{ list }}, '{{ between }}')
{%- endmacro %}

{% macro spark__join_items(list, between) -%}
    array_join({{ list }}, '{{ between }}')
{%- endmacro %}

{#- Whether a list has an item. -#}
{% macro has_item(list, item) -%}
    {{ return(adapter.dispatch('has_item', 'cchc')(list, item)) }}
{%- endmacro %}

{% macro duckdb__has_item(list, item) -%}
    list_contains({{ list }}, {{ item }})
{%- endmacro %}

{% macro spark__has_item(list, item) -%}
    array_contains({{ list }}, {{ item }})
{%- endmacro %}

{#- Text without the marks of Vietnamese letters. -#}
{% macro without_marks(text) -%}
    {{ return(adapter.dispatch('without_marks', 'cchc')(text)) }}
{%- endmacro %}

{% macro duckdb__without_marks(text) -%}
    translate(strip_accents({{ text }}), 'đĐ', 'dD')
{%- endmacro %}

{% macro spark__without_marks(text) -%}
    translate({{ text }}, '{{ marked_letters()[0] }}', '{{ marked_letters()[1] }}')
{%- endmacro %}

{#- Every place of a text that a pattern matches, replaced. -#}
{% macro replace_all(text, pattern, with) -%}
    {{ return(adapter.dispatch('replace_all', 'cchc')(text, pattern, with)) }}
{%- endmacro %}

{% macro duckdb__replace_all(text, pattern, with) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ with }}, 'g')
{%- endmacro %}

{% macro spark__replace_all(text, pattern, with) -%}
    regexp_replace({{ text }}, {{ pattern }}, {{ with }})
{%- endmacro %}

{#- Whether a pattern matches anywhere in a text. -#}
{% macro matches(text, pattern) -%}
    {{ return(adapter.dispatch('matches', 'cchc')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__matches(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro %}

{% macro spark__matches(text, pattern) -%}
    regexp_like({{ text }}, {{ pattern }})
{%- endmacro %}

{#- One row per whole number from first to last, in a column `n`. -#}
{% macro whole_numbers(first, last) -%}
    {{ return(adapter.dispatch('whole_numbers', 'cchc')(first, last)) }}
{%- endmacro %}

{% macro duckdb__whole_numbers(first, last) -%}
    unnest(generate_series({{ first }}, {{ last }}))::integer
{%- endmacro %}

{% macro spark__whole_numbers(first, last) -%}
    {#- A sequence whose end comes first counts down. #}
    explode(
        filter(
            sequence(({{ first }})::integer, ({{ last }})::integer),
            n -> n between {{ first }} and {{ last }}
        )
    )
{%- endmacro %}

{#- Days from one day to another. -#}
{% macro days_between(first, last) -%}
    {{ return(adapter.dispatch('days_between', 'cchc')(first, last)) }}
{%- endmacro %}

{% macro duckdb__days_between(first, last) -%}
    date_diff('day', {{ first }}, {{ last }})
{%- endmacro %}

{% macro spark__days_between(first, last) -%}
    cast(datediff({{ last }}, {{ first }}) as bigint)
{%- endmacro %}

{#- A day some months later, the last of its month where that is shorter. -#}
{% macro add_months(day, months) -%}
    {{ return(adapter.dispatch('add_months', 'cchc')(day, months)) }}
{%- endmacro %}

{% macro duckdb__add_months(day, months) -%}
    ({{ day }} + to_months({{ months }}::integer))::date
{%- endmacro %}

{% macro spark__add_months(day, months) -%}
    add_months({{ day }}, {{ months }})
{%- endmacro %}

{#- Distinct values as a sorted list, without nulls; null where there is none. -#}
{% macro sorted_list(column) -%}
    {{ return(adapter.dispatch('sorted_list', 'cchc')(column)) }}
{%- endmacro %}

{% macro duckdb__sorted_list(column) -%}
    list_sort(list(distinct {{ column }}) filter (where {{ column }} is not null))
{%- endmacro %}

{% macro spark__sorted_list(column) -%}
    nullif(sort_array(collect_set({{ column }})), array())
{%- endmacro %}

{#- A number as plain digits, at most twelve behind the point: engines write 0.00005 and 15000000
    each in its own way. By its text, since a double times 10^12 is another number. -#}
{% macro plain_digits(column) -%}
    coalesce(
        trim(
            trailing '.' from trim(
                trailing '0' from try_cast(try_cast(({{ column }})::string as decimal(38, 12)) as string)
            )
        ),
        ({{ column }})::string
    )
{%- endmacro %}

{#- How many digits stand behind the point of a number. -#}
{% macro count_places(column) -%}
    length(split_part({{ plain_digits(column) }}, '.', 2))
{%- endmacro %}

{#- Vietnamese text without marks, in lower case. -#}
{% macro fold_vietnamese(column) -%}
    trim({{ replace_all(without_marks('lower(' ~ column ~ ')'), "'[^a-z0-9%]+'", "' '") }})
{%- endmacro %}

{#- The place that comes first: row 2 before row 10. -#}
{% macro first_place(column) -%}
    {{ first_by(column, in_order(['length(' ~ column ~ ')', column])) }}
{%- endmacro %}

{#- The last day of a month; month 0 is December of the year before. -#}
{% macro end_of_month(year, month) -%}
    ({{ add_months('make_date(' ~ year ~ ', 1, 1)', month) }} - 1)
{%- endmacro %}

{#- A day of a month, the last one where the month is shorter. -#}
{% macro day_of_month(year, month, day) -%}
    least(
        {{ add_months('make_date(' ~ year ~ ', 1, 1)', month ~ ' - 1') }}
        + ({{ day }}::integer - 1),
        {{ end_of_month(year, month) }}
    )
{%- endmacro %}

{#- The reform year that a day belongs to. -#}
{% macro reform_year(day) -%}
    year({{ day }} + 17)
{%- endmacro %}

{#- Those of several days that lie within a stretch (the end exclusive, null where it is open), each
    once and in order, as a list. -#}
{% macro days_within(days, first, until) -%}
    {{ sort_items(keep_items(
        list_of(days), 'day',
        'day >= ' ~ first ~ ' and (' ~ until ~ ' is null or day < ' ~ until ~ ')'
    )) }}
{%- endmacro %}

{#- Days of completion after one day and up to another, of reports that came after the task was
    last reported open: a sorted list. -#}
{% macro days_of_completions(completions, reopened_on, after, until) -%}
    {{ sort_items(change_items(
        keep_items(
            completions, 'c',
            'c.done_on > ' ~ after ~ ' and c.done_on <= ' ~ until
            ~ ' and c.said_on > coalesce(' ~ reopened_on ~ ", date '1900-01-01')"
        ),
        'c', 'c.done_on'
    )) }}
{%- endmacro %}

{#- A number as Vietnamese writes it: 30, 92,5. -#}
{% macro say_number(column) -%}
    replace({{ plain_digits(column) }}, '.', ',')
{%- endmacro %}

{#- A number as people write it, with a decimal comma or point. -#}
{% macro parse_number(column) -%}
    try_cast(replace({{ column }}, ',', '.') as double)
{%- endmacro %}

{#- Half a step of the last digit that a number states: 80 stands for 79.5 to 80.5. -#}
{% macro rounding_of(column) -%}
    0.5e0 * power(10e0, -{{ count_places(column) }}) + 1e-9
{%- endmacro %}

{#- The reform year runs from 15 December to 14 December (Công văn 581/BNV-CCHC). -#}
{% macro reform_year_start(year) -%}
    make_date({{ year }} - 1, 12, 15)
{%- endmacro %}

{% macro reform_year_end(year) -%}
    make_date({{ year }}, 12, 14)
{%- endmacro %}

{#- Levels of who may issue a plan. -#}
{% macro issuer_levels() -%}
    ('government', 'ministry', 'province', 'department', 'office', 'district', 'commune')
{%- endmacro %}

{#- A mean that the order of rows does not change: sums of fractions differ in the last digit. -#}
{% macro mean_in_order(expression, condition="true") -%}
    {{ return(adapter.dispatch('mean_in_order', 'cchc')(expression, condition)) }}
{%- endmacro %}

{% macro duckdb__mean_in_order(expression, condition="true") -%}
    avg({{ expression }} order by {{ expression }}) filter (where {{ condition }})
{%- endmacro %}

{% macro spark__mean_in_order(expression, condition="true") -%}
    (
        aggregate(
            sort_array(collect_list({{ expression }}) filter (where {{ condition }})),
            0e0, (total, item) -> total + item
        ) / nullif(count({{ expression }}) filter (where {{ condition }}), 0)
    )
{%- endmacro %}

{#- A number of 64 bits that stands for the values of a row: cheap to group millions by. -#}
{% macro row_hash(columns) -%}
    {{ return(adapter.dispatch('row_hash', 'cchc')(columns)) }}
{%- endmacro %}

{% macro duckdb__row_hash(columns) -%}
    hash({{ columns | join(', ') }})
{%- endmacro %}

{% macro spark__row_hash(columns) -%}
    {#- xxhash64 passes over nulls, so that (1, null) and (null, 1) would be one. #}
    xxhash64({% for c in columns %}{{ c }} is null, {{ c }}{{ ", " if not loop.last }}{% endfor %})
{%- endmacro %}

{#- A list without items. -#}
{% macro empty_list(of="string") -%}
    {{ return(adapter.dispatch('empty_list', 'cchc')(of)) }}
{%- endmacro %}

{% macro duckdb__empty_list(of="string") -%}
    []
{%- endmacro %}

{% macro spark__empty_list(of="string") -%}
    cast(array() as array<{{ of }}>)
{%- endmacro %}

{#- A row for each item of a list, in the list of columns. -#}
{% macro items_of(list) -%}
    {{ return(adapter.dispatch('items_of', 'cchc')(list)) }}
{%- endmacro %}

{% macro duckdb__items_of(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__items_of(list) -%}
    explode({{ list }})
{%- endmacro %}

{#- Some value of a column, of rows that have one. -#}
{% macro any_of(column) -%}
    {{ return(adapter.dispatch('any_of', 'cchc')(column)) }}
{%- endmacro %}

{% macro duckdb__any_of(column) -%}
    any_value({{ column }})
{%- endmacro %}

{% macro spark__any_of(column) -%}
    {#- any_value takes a null as well as anything else. #}
    any_value({{ column }}) filter (where {{ column }} is not null)
{%- endmacro %}

{#- A day as Vietnamese writes it. -#}
{% macro say_day(day) -%}
    {{ return(adapter.dispatch('say_day', 'cchc')(day)) }}
{%- endmacro %}

{% macro duckdb__say_day(day) -%}
    strftime({{ day }}, '%d/%m/%Y')
{%- endmacro %}

{% macro spark__say_day(day) -%}
    date_format({{ day }}, 'dd/MM/yyyy')
{%- endmacro %}

{#- Texts of several rows as one, in an order. -#}
{% macro join_rows(text, between, order_by) -%}
    {{ return(adapter.dispatch('join_rows', 'cchc')(text, between, order_by)) }}
{%- endmacro %}

{% macro duckdb__join_rows(text, between, order_by) -%}
    string_agg({{ text }}, '{{ between }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__join_rows(text, between, order_by) -%}
    listagg({{ text }}, '{{ between }}') within group (order by {{ order_by }})
{%- endmacro %}

{#- Parts of a text one behind another; what is null is left out. -#}
{% macro text_of(parts) -%}
    {{ return(adapter.dispatch('text_of', 'cchc')(parts)) }}
{%- endmacro %}

{% macro duckdb__text_of(parts) -%}
    concat({{ parts | join(', ') }})
{%- endmacro %}

{% macro spark__text_of(parts) -%}
    concat_ws('', {{ parts | join(', ') }})
{%- endmacro %}

{#- A text parted at a sign, as a list. -#}
{% macro split_words(text, sign) -%}
    {{ return(adapter.dispatch('split_words', 'cchc')(text, sign)) }}
{%- endmacro %}

{% macro duckdb__split_words(text, sign) -%}
    string_split({{ text }}, '{{ sign }}')
{%- endmacro %}

{% macro spark__split_words(text, sign) -%}
    split({{ text }}, '{{ sign }}')
{%- endmacro %}

{#- One list behind another. -#}
{% macro both_lists(one, other) -%}
    {{ return(adapter.dispatch('both_lists', 'cchc')(one, other)) }}
{%- endmacro %}

{% macro duckdb__both_lists(one, other) -%}
    list_concat({{ one }}, {{ other }})
{%- endmacro %}

{% macro spark__both_lists(one, other) -%}
    {#- concat with a null is null. #}
    flatten(filter(array({{ one }}, {{ other }}), part -> part is not null))
{%- endmacro %}

{#- Items that two lists have in common. -#}
{% macro common_items(one, other) -%}
    {{ return(adapter.dispatch('common_items', 'cchc')(one, other)) }}
{%- endmacro %}

{% macro duckdb__common_items(one, other) -%}
    list_intersect({{ one }}, {{ other }})
{%- endmacro %}

{% macro spark__common_items(one, other) -%}
    array_intersect({{ one }}, {{ other }})
{%- endmacro %}

{#- The items of a list, each once. -#}
{% macro distinct_items(list) -%}
    {{ return(adapter.dispatch('distinct_items', 'cchc')(list)) }}
{%- endmacro %}

{% macro duckdb__distinct_items(list) -%}
    list_distinct({{ list }})
{%- endmacro %}

{% macro spark__distinct_items(list) -%}
    array_distinct({{ list }})
{%- endmacro %}

{#- Whether a relation is worked out where it is asked for, in place of being held. -#}
{% macro not_kept() -%}
    {{ return(adapter.dispatch('not_kept', 'cchc')()) }}
{%- endmacro %}

{% macro duckdb__not_kept() -%}
    not materialized
{%- endmacro %}

{% macro spark__not_kept() -%}
    
{%- endmacro %}

{#- A map of the rows of a group. -#}
{% macro map_of(key, value) -%}
    {{ return(adapter.dispatch('map_of', 'cchc')(key, value)) }}
{%- endmacro %}

{% macro duckdb__map_of(key, value) -%}
    map_from_entries(list(({{ key }}, {{ value }})))
{%- endmacro %}

{% macro spark__map_of(key, value) -%}
    map_from_entries(collect_list(struct({{ key }}, {{ value }})))
{%- endmacro %}

{#- Every value of a column that is not null, as a list; null where there is none. -#}
{% macro list_rows(column) -%}
    {{ return(adapter.dispatch('list_rows', 'cchc')(column)) }}
{%- endmacro %}

{% macro duckdb__list_rows(column) -%}
    list({{ column }}) filter (where {{ column }} is not null)
{%- endmacro %}

{% macro spark__list_rows(column) -%}
    nullif(collect_list({{ column }}), array())
{%- endmacro %}

{#- Distinct values of rows that a condition keeps, as a list; empty where there is none. -#}
{% macro collect_distinct(expression, condition) -%}
    {{ return(adapter.dispatch('collect_distinct', 'cchc')(expression, condition)) }}
{%- endmacro %}

{% macro duckdb__collect_distinct(expression, condition) -%}
    coalesce(list(distinct {{ expression }}) filter (where {{ condition }}), [])
{%- endmacro %}

{% macro spark__collect_distinct(expression, condition) -%}
    collect_set({{ expression }}) filter (where {{ condition }})
{%- endmacro %}

{#- Every value of a group as a list, in an order. -#}
{% macro list_in_order(expression, order_by) -%}
    {{ return(adapter.dispatch('list_in_order', 'cchc')(expression, order_by)) }}
{%- endmacro %}

{% macro duckdb__list_in_order(expression, order_by) -%}
    list({{ expression }} order by {{ order_by }})
{%- endmacro %}

{% macro spark__list_in_order(expression, order_by) -%}
    transform(
        array_sort(collect_list(struct({{ order_by }}, {{ expression }} as item))), row -> row.item
    )
{%- endmacro %}

{#- The least item of a list. -#}
{% macro least_item(list) -%}
    {{ return(adapter.dispatch('least_item', 'cchc')(list)) }}
{%- endmacro %}

{% macro duckdb__least_item(list) -%}
    list_min({{ list }})
{%- endmacro %}

{% macro spark__least_item(list) -%}
    array_min({{ list }})
{%- endmacro %}

{#- The greatest item of a list. -#}
{% macro greatest_item(list) -%}
    {{ return(adapter.dispatch('greatest_item', 'cchc')(list)) }}
{%- endmacro %}

{% macro duckdb__greatest_item(list) -%}
    list_max({{ list }})
{%- endmacro %}

{% macro spark__greatest_item(list) -%}
    array_max({{ list }})
{%- endmacro %}

{#- A text parted where a pattern matches, as a list. -#}
{% macro split_pattern(text, pattern) -%}
    {{ return(adapter.dispatch('split_pattern', 'cchc')(text, pattern)) }}
{%- endmacro %}

{% macro duckdb__split_pattern(text, pattern) -%}
    string_split_regex({{ text }}, {{ pattern }})
{%- endmacro %}

{% macro spark__split_pattern(text, pattern) -%}
    split({{ text }}, {{ pattern }})
{%- endmacro %}

{#- A text without a sign at its ends. -#}
{% macro trim_sign(text, sign) -%}
    {{ return(adapter.dispatch('trim_sign', 'cchc')(text, sign)) }}
{%- endmacro %}

{% macro duckdb__trim_sign(text, sign) -%}
    trim({{ text }}, '{{ sign }}')
{%- endmacro %}

{% macro spark__trim_sign(text, sign) -%}
    trim(both '{{ sign }}' from {{ text }})
{%- endmacro %}

{#- The first two groups of a pattern, in what takes its place. -#}
{% macro back_references() -%}
    {{ return(adapter.dispatch('back_references', 'cchc')()) }}
{%- endmacro %}

{% macro duckdb__back_references() -%}
    '\1\2'
{%- endmacro %}

{% macro spark__back_references() -%}
    '$1$2'
{%- endmacro %}

{#- A word and the first group of a pattern, in what takes its place. -#}
{% macro back_reference(word) -%}
    {{ return(adapter.dispatch('back_reference', 'cchc')(word)) }}
{%- endmacro %}

{% macro duckdb__back_reference(word) -%}
    '{{ word }}\1'
{%- endmacro %}

{% macro spark__back_reference(word) -%}
    '{{ word }}$1'
{%- endmacro %}

{#- A text within a JSON document. -#}
{% macro json_text(document, path) -%}
    {{ return(adapter.dispatch('json_text', 'cchc')(document, path)) }}
{%- endmacro %}

{% macro duckdb__json_text(document, path) -%}
    json_extract_string({{ document }}, '{{ path }}')
{%- endmacro %}

{% macro spark__json_text(document, path) -%}
    get_json_object({{ document }}, '{{ path }}')
{%- endmacro %}

{#- A value as JSON; null where there is none. -#}
{% macro as_json(expression) -%}
    {{ return(adapter.dispatch('as_json', 'cchc')(expression)) }}
{%- endmacro %}

{% macro duckdb__as_json(expression) -%}
    to_json({{ expression }})
{%- endmacro %}

{% macro spark__as_json(expression) -%}
    {#- to_json leaves out what is null and takes no plain value: {"v":1} without its ends. -#}
    {%- set alone = "to_json(named_struct('v', " ~ expression ~ "))" %}
    nullif(substring({{ alone }}, 6, greatest(length({{ alone }}) - 6, 0)), '')
{%- endmacro %}
