-- Everybody who works or worked here, by code.
SELECT id FROM staff WHERE code > '' ORDER BY code, id LIMIT ?1
