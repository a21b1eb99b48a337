{# Every row satisfies an SQL expression; a null counts as broken. #}
{% test holds(model, expression) %}

select *
from {{ model }}
where not coalesce({{ expression }}, false)

{% endtest %}
