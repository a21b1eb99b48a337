-- What a screen shows of a number on a day.
{{ shown_stretches(ref('mart_attainment'), 'target_key', 'attainment_key') }}
