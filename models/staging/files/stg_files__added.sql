select file_path
from {{ source('raw', 'added_files') }}
