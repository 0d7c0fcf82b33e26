-- Rules with their history, newest last.
SELECT id FROM rule WHERE key > '' ORDER BY key, valid_from LIMIT ?1
