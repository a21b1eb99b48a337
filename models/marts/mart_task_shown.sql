-- What a screen shows of a task on a day.
{{ shown_stretches(ref('mart_task_status'), 'task_key', 'task_status_key') }}
