-- Everybody; the staff of a dealership is a short list.
SELECT id, code, name, external_id FROM staff ORDER BY id
