select
    sentence_code,
    spoken_of,
    message_vi,
    message_en,
    remedy_vi,
    remedy_en
from {{ ref('sentences') }}
